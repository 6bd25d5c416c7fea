import type { Migration } from "kysely";
import { theLoop } from "./0001-the-loop.ts";
import { theRightRoute } from "./0002-the-right-route.ts";

/** In the order they run. A name never changes once it has shipped. */
export const migrations: Record<string, Migration> = {
  "0001-the-loop": theLoop,
  "0002-the-right-route": theRightRoute,
};
