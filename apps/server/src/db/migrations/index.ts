import type { Migration } from "kysely";
import { theLoop } from "./0001-the-loop.ts";

/** In the order they run. A name never changes once it has shipped. */
export const migrations: Record<string, Migration> = {
  "0001-the-loop": theLoop,
};
