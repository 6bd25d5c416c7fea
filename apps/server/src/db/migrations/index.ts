import type { Migration } from "kysely";
import { theLoop } from "./0001-the-loop.ts";
import { theRightRoute } from "./0002-the-right-route.ts";
import { helpAndEvidence } from "./0003-help-and-evidence.ts";
import { noticesThatArrive } from "./0004-notices-that-arrive.ts";
import { fingerprints } from "./0005-fingerprints.ts";
import { heldFingerprints } from "./0006-held-fingerprints.ts";
import { queue } from "./0007-queue.ts";
import { networks } from "./0008-networks.ts";
import { exposure } from "./0009-exposure.ts";
import { team } from "./0010-team.ts";
import { judgement } from "./0011-judgement.ts";

/** In the order they run. A name never changes once it has shipped. */
export const migrations: Record<string, Migration> = {
  "0001-the-loop": theLoop,
  "0002-the-right-route": theRightRoute,
  "0003-help-and-evidence": helpAndEvidence,
  "0004-notices-that-arrive": noticesThatArrive,
  "0005-fingerprints": fingerprints,
  "0006-held-fingerprints": heldFingerprints,
  "0007-queue": queue,
  "0008-networks": networks,
  "0009-exposure": exposure,
  "0010-team": team,
  "0011-judgement": judgement,
};
