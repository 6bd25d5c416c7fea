import { type Language, type ReceiptView, Refusal } from "@vigie/contract";
import { lastCheckpoint } from "../audit/last-checkpoint.ts";
import { findReport } from "../reports/find-report.ts";
import type { Vigie } from "../vigie.ts";
import { bundleReadme } from "./bundle-readme.ts";
import { type BundleManifest, packBundle } from "./bundle-rules.ts";
import {
  complaintDocument,
  type DocumentFacts,
  proofDocument,
  timelineDocument,
} from "./compose-documents.ts";
import { inOrderOfTime } from "./evidence-rules.ts";
import { instantOf } from "./evidence-time-rules.ts";
import { evidenceViewOf } from "./read-evidence.ts";
import { renderDocuments } from "./render-documents.ts";

interface Ask {
  receipt: string;
  language: Language;
}

/**
 * Everything kept under a receipt, to hand over: timeline, draft complaint and the texts as they were kept, in one
 * archive that `vigie verify` checks offline. No receipt, no name, no contact address is in it. When the documents cannot
 * be printed, it holds the rest and says so.
 * @throws Refusal `receipt.*`, `service.busy`
 */
export async function makeEvidenceBundle(vigie: Vigie, ask: Ask): Promise<Uint8Array> {
  const { owner, facts } = await openFacts(vigie, ask);
  const printed = await printedOrNot([timelineDocument(facts), complaintDocument(facts)], {
    owner,
    at: facts.at,
  });
  const [timeline, complaint] = printed;
  return pack(vigie, facts.at, "evidence", {
    ...(timeline && complaint && { "timeline.pdf": timeline, "complaint.pdf": complaint }),
    "timeline.json": jsonFile(timelineJson(facts)),
    "README.txt": readme(vigie, ask, "evidence", printed.length > 0),
  });
}

/** One document as PDF. Throws as `makeEvidenceBundle`, and Refusal `evidence.documents_unavailable`. */
export async function makeDocument(
  vigie: Vigie,
  { document, ...ask }: Ask & { document: "timeline" | "complaint" },
): Promise<Buffer> {
  const { owner, facts } = await openFacts(vigie, ask);
  const content = document === "timeline" ? timelineDocument(facts) : complaintDocument(facts);
  const [pdf] = await renderDocuments([content], { owner, at: facts.at });
  if (!pdf) throw new Refusal("evidence.documents_unavailable");
  return pdf;
}

/**
 * A signed proof that a report was received: when, by whom, how many places, and nothing of what it said. When it cannot
 * be printed, it is in its form for programs.
 * @throws Refusal `receipt.*`, `service.busy`
 */
export async function makeProof(vigie: Vigie, ask: Ask): Promise<Uint8Array> {
  const { owner, facts } = await openFacts(vigie, ask);
  const { language, hotline, at, evidence } = facts;
  const { receivedAt, locations } = evidence.receipt;
  const received = { receivedAt, places: locations.length };
  const [proof] = await printedOrNot([proofDocument({ language, hotline, at, ...received })], { owner, at });
  return pack(vigie, at, "proof_of_report", {
    ...(proof && { "proof.pdf": proof }),
    "proof.json": jsonFile({
      format: "vigie-proof-1",
      hotline: hotline.name,
      timeZone: hotline.timeZone,
      madeAt: at.toISOString(),
      ...received,
    }),
    "README.txt": readme(vigie, ask, "proof_of_report", proof !== undefined),
  });
}

async function openFacts(
  vigie: Vigie,
  { receipt, language }: Ask,
): Promise<{ owner: string; facts: DocumentFacts }> {
  const opened = await findReport(vigie, receipt);
  const evidence = await evidenceViewOf(vigie, opened);
  return {
    owner: opened.report.id,
    facts: { language, hotline: vigie.config.hotline, at: vigie.clock.now(), evidence },
  };
}

/** The documents, or none when they cannot be printed. */
async function printedOrNot(...call: Parameters<typeof renderDocuments>): Promise<Buffer[]> {
  try {
    return await renderDocuments(...call);
  } catch (error) {
    if (error instanceof Refusal && error.code === "evidence.documents_unavailable") return [];
    throw error;
  }
}

function readme(
  { config, keys }: Vigie,
  { language }: Ask,
  kind: BundleManifest["kind"],
  isPrinted: boolean,
): Buffer {
  const { hotline } = config;
  return textFile(bundleReadme({ language, kind, isPrinted, hotline, publicKey: keys.bundles.publicKey }));
}

/** What the timeline says, for programs: every text whole and as it was kept. */
function timelineJson({ language, hotline, at, evidence }: DocumentFacts): object {
  const { receivedAt, locations }: ReceiptView = evidence.receipt;
  return {
    format: "vigie-timeline-1",
    language,
    hotline: hotline.name,
    madeAt: at.toISOString(),
    report: { receivedAt, words: evidence.words, places: locations },
    entries: inOrderOfTime(evidence.entries).map(({ kind, text, typed, when, addedAt }) => ({
      kind,
      text,
      typed,
      when: when && { ...when, instant: instantOf(when).toISOString() },
      addedAt,
    })),
  };
}

async function pack(
  vigie: Vigie,
  at: Date,
  kind: BundleManifest["kind"],
  files: Record<string, Uint8Array>,
): Promise<Uint8Array> {
  const checkpoint = await lastCheckpoint(vigie.db);
  const facts = { kind, hotline: vigie.config.hotline.name, madeAt: at.toISOString(), checkpoint };
  return packBundle(files, facts, vigie.keys.bundles);
}

function jsonFile(value: object): Buffer {
  return textFile(`${JSON.stringify(value, null, 2)}\n`);
}

function textFile(text: string): Buffer {
  return Buffer.from(text, "utf8");
}
