import type { EvidenceEntry, EvidenceKind } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  complaintDocument,
  type DocumentFacts,
  printedCharacters,
  proofDocument,
  timelineDocument,
} from "./compose-documents.ts";
import type { EvidenceView } from "./read-evidence.ts";
import { renderDocuments } from "./render-documents.ts";

const at = new Date("2026-11-21T22:00:00Z");
const owner = "00000000-0000-4000-8000-000000000000";
const hotline = { name: "Ligne d'essai", timeZone: "Europe/Paris" };

let count = 0;
function entry(kind: EvidenceKind, text: string, day: string | null = "2026-11-20"): EvidenceEntry {
  count += 1;
  return {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`,
    addedAt: at.toISOString(),
    kind,
    text,
    typed: null,
    when: day === null ? null : { day, time: "21:05", timeZone: "Europe/Paris" },
  };
}

function facts(entries: EvidenceEntry[], change: Partial<EvidenceView> = {}): DocumentFacts {
  return {
    language: "fr",
    hotline,
    at,
    evidence: {
      entries,
      minor: "no",
      minorIsFixed: false,
      country: null,
      words: "On me demande de payer ce soir.",
      receipt: {
        receivedAt: "2026-11-20T20:30:00.000Z",
        expiresAt: "2027-11-20T20:30:00.000Z",
        withdrawn: false,
        locations: [
          {
            typed: "https://reseau.example/compte/42",
            timeline: [
              { kind: "received", at: "2026-11-20T20:30:00.000Z" },
              { kind: "notified", at: "2026-11-21T09:00:00.000Z", to: "Réseau" },
            ],
          },
        ],
        messages: [],
      },
      ...change,
    },
  };
}

/** What the metadata of a PDF says (XMP, ISO 14289-1 section 5). */
function claims(pdf: Buffer): { ua: boolean; title: boolean; language: boolean; tagged: boolean } {
  const text = pdf.toString("latin1");
  return {
    ua: /<pdfuaid:part>1<\/pdfuaid:part>/.test(text) || /pdfuaid:part="1"/.test(text),
    title: text.includes("/DisplayDocTitle true") && text.includes("<dc:title>"),
    language: /\/Lang ?\(fr/.test(text),
    tagged: text.includes("/Marked true") && text.includes("/StructTreeRoot"),
  };
}

test("every document is PDF/UA-1: tagged, with a title, a language and no author", async () => {
  const kept = facts([entry("words", "Tu paies ou j'envoie."), entry("handle", "@inconnu_42")]);
  const pdfs = await renderDocuments(
    [
      timelineDocument(kept),
      complaintDocument(kept),
      proofDocument({ language: "fr", hotline, at, receivedAt: at.toISOString(), places: 1 }),
    ],
    { owner, at },
  );
  expect(pdfs).toHaveLength(3);
  for (const pdf of pdfs) {
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(claims(pdf)).toEqual({ ua: true, title: true, language: true, tagged: true });
    expect(pdf.toString("latin1")).not.toMatch(/\/Author|dc:creator/);
  }
});

test("markup in somebody's words stays words: the document does not change its shape", async () => {
  const hostile = [
    '#read("/etc/passwd")',
    "= Titre\n#set page(fill: red) $ x $ *gras* @label <label> \\ ` ``` // /* #{ while true {} }",
    '"]); panic("x"); #eval("1")',
    '#import "@preview/x:0.1.0": *',
  ];
  const plain = timelineDocument(facts([entry("words", "x")]));
  const [printed, reference] = await renderDocuments(
    [timelineDocument(facts(hostile.map((text) => entry("words", text)))), plain],
    { owner, at },
  );
  expect(claims(printed ?? Buffer.alloc(0)).ua).toBe(true);
  // As many headings of the first level as without it.
  const headings = (pdf: Buffer | undefined) =>
    pdf?.toString("latin1").match(/\/S\/H1\b|\/S \/H1\b/g)?.length;
  expect(headings(reference)).toBeGreaterThan(3);
  expect(headings(printed)).toBe(headings(reference));
});

test("whatever characters are pasted, there is a document", async () => {
  const texts = fc.sample(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), {
    numRuns: 25,
    seed: 4,
  });
  const others = [
    "日本語 中文 한국어",
    "👨‍👩‍👧 ❤️ 🏳️‍🌈",
    "مرحبا\u202e بك\u202c",
    "a\u0000b\u001b[31m",
    "\u{10ffff}\ue000",
    "e\u0301".repeat(3) + "\u0301".repeat(500),
  ];
  const entries = [...texts, ...others].flatMap((text) => [entry("words", text), entry("handle", text)]);
  const [pdf] = await renderDocuments([timelineDocument(facts(entries))], { owner, at });
  expect(claims(pdf ?? Buffer.alloc(0)).ua).toBe(true);
}, 60_000);

test("a conversation of 300,000 characters is printed, as one long word or as empty lines too", async () => {
  const long = [
    "[12/11/2026, 21:05] Inconnu : tu paies ce soir ou tout le monde voit la vidéo\n".repeat(3_700),
    "a".repeat(300_000),
    `${"\n".repeat(299_998)}a`,
  ];
  for (const text of long) {
    const [pdf] = await renderDocuments([timelineDocument(facts([entry("words", text)]))], { owner, at });
    expect(claims(pdf ?? Buffer.alloc(0)).ua).toBe(true);
  }
}, 90_000);

test("texts in any script are printed within the room of a document, whatever it holds", async () => {
  const random = fc.sample(fc.string({ unit: "binary", minLength: 1_400, maxLength: 1_400 }), {
    numRuns: 100,
    seed: 7,
  });
  const han = Array.from({ length: 290_000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7) % 20_900)));
  for (const text of [han.join(""), random.join("")]) {
    const kept = facts([entry("words", text)], { words: text.slice(0, 10_000) });
    for (const document of [timelineDocument(kept), complaintDocument(kept)]) {
      // Beside the person's texts: the fixed sentences.
      expect(JSON.stringify(document).length).toBeLessThan(printedCharacters + 12_000);
      expect(document.sections.flatMap(({ entries }) => entries)[0]?.note).toContain("timeline.json");
      const [pdf] = await renderDocuments([document], { owner, at });
      expect(claims(pdf ?? Buffer.alloc(0)).ua).toBe(true);
    }
  }
}, 120_000);

test("many long addresses and names share the same room", () => {
  const address = (n: number) => `https://reseau.example/${n}/${"a".repeat(4_000)}`;
  const entries = Array.from({ length: 200 }, (_, n) =>
    n % 2 ? entry("address", address(n)) : entry("handle", `@${n}${"\u{e000}".repeat(400)}`),
  );
  const document = timelineDocument(facts(entries));
  expect(JSON.stringify(document).length).toBeLessThan(printedCharacters + 60_000);
  expect(document.sections.flatMap(({ text }) => text).join()).toContain("timeline.json");
});

test("of one owner two documents are printed or wait; a third is refused, and another owner's is printed", async () => {
  const document = proofDocument({ language: "fr", hotline, at, receivedAt: at.toISOString(), places: 1 });
  const own = Array.from({ length: 3 }, () => renderDocuments([document], { owner, at }));
  const other = renderDocuments([document], { owner: "other", at });
  const outcomes = await Promise.allSettled([...own, other]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(outcomes[2]).toMatchObject({ reason: { code: "evidence.documents_unavailable" } });
}, 60_000);
