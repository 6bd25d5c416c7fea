import { type Language, type ReceiptView, Refusal } from "@vigie/contract";
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
import { type EvidenceView, evidenceViewOf, readEvidence } from "./read-evidence.ts";
import { renderDocuments } from "./render-documents.ts";

interface Ask {
  receipt: string;
  language: Language;
}

/**
 * Everything kept under a receipt, to hand over: timeline, draft complaint and the texts as they were kept, in one
 * archive that `vigie verify` checks offline. No receipt, no name, no contact address is in it.
 * @throws Refusal `receipt.*`, `service.busy`, `evidence.documents_unavailable`
 */
export async function makeEvidenceBundle(vigie: Vigie, ask: Ask): Promise<Uint8Array> {
  const evidence = await readEvidence(vigie, ask);
  const facts = factsOf(vigie, ask, evidence);
  const [timeline, complaint] = await renderDocuments(
    [timelineDocument(facts), complaintDocument(facts)],
    facts.at,
  );
  if (!timeline || !complaint) throw new Refusal("evidence.documents_unavailable");
  const { hotline } = vigie.config;
  return pack(vigie, facts.at, "evidence", {
    "timeline.pdf": timeline,
    "complaint.pdf": complaint,
    "timeline.json": jsonFile(timelineJson(facts)),
    "README.txt": textFile(
      bundleReadme({ ...ask, kind: "evidence", hotline, publicKey: vigie.keys.bundles.publicKey }),
    ),
  });
}

/** One document as PDF. Throws as `makeEvidenceBundle`. */
export async function makeDocument(
  vigie: Vigie,
  { document, ...ask }: Ask & { document: "timeline" | "complaint" },
): Promise<Buffer> {
  const facts = factsOf(vigie, ask, await readEvidence(vigie, ask));
  const content = document === "timeline" ? timelineDocument(facts) : complaintDocument(facts);
  const [pdf] = await renderDocuments([content], facts.at);
  if (!pdf) throw new Refusal("evidence.documents_unavailable");
  return pdf;
}

/**
 * A signed proof that a report was received: when, by whom, how many places, and nothing of what it said.
 * @throws Refusal `receipt.*`, `service.busy`, `evidence.documents_unavailable`
 */
export async function makeProof(vigie: Vigie, ask: Ask): Promise<Uint8Array> {
  const opened = await findReport(vigie, ask.receipt);
  const { receipt } = await evidenceViewOf(vigie, opened);
  const at = vigie.clock.now();
  const { hotline } = vigie.config;
  const { language } = ask;
  const received = { receivedAt: receipt.receivedAt, places: receipt.locations.length };
  const [proof] = await renderDocuments([proofDocument({ language, hotline, at, ...received })], at);
  if (!proof) throw new Refusal("evidence.documents_unavailable");
  return pack(vigie, at, "proof_of_report", {
    "proof.pdf": proof,
    "proof.json": jsonFile({
      format: "vigie-proof-1",
      hotline: hotline.name,
      timeZone: hotline.timeZone,
      madeAt: at.toISOString(),
      ...received,
    }),
    "README.txt": textFile(
      bundleReadme({ ...ask, kind: "proof_of_report", hotline, publicKey: vigie.keys.bundles.publicKey }),
    ),
  });
}

function factsOf(vigie: Vigie, { language }: Ask, evidence: EvidenceView): DocumentFacts {
  return { language, hotline: vigie.config.hotline, at: vigie.clock.now(), evidence };
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
  const head = await vigie.db
    .selectFrom("event_checkpoints")
    .selectAll()
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const checkpoint = head
    ? { number: Number(head.number), hash: head.hash.toString("hex"), at: head.at.toISOString() }
    : null;
  const facts = { kind, hotline: vigie.config.hotline.name, madeAt: at.toISOString(), checkpoint };
  return packBundle(files, facts, vigie.keys.bundles);
}

function jsonFile(value: object): Buffer {
  return textFile(`${JSON.stringify(value, null, 2)}\n`);
}

function textFile(text: string): Buffer {
  return Buffer.from(text, "utf8");
}
