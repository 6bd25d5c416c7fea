import type { Migration } from "kysely";
import { theLoop } from "./0001-the-loop.ts";
import { theRightRoute } from "./0002-the-right-route.ts";
import { helpAndEvidence } from "./0003-help-and-evidence.ts";
import { noticesThatArrive } from "./0004-notices-that-arrive.ts";
import { fingerprints } from "./0005-fingerprints.ts";

/** In the order they run. A name never changes once it has shipped. */
export const migrations: Record<string, Migration> = {
  "0001-the-loop": theLoop,
  "0002-the-right-route": theRightRoute,
  "0003-help-and-evidence": helpAndEvidence,
  "0004-notices-that-arrive": noticesThatArrive,
  "0005-fingerprints": fingerprints,
};
