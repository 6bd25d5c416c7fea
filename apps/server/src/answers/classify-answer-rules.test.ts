import { type AnswerKind, answerKinds } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sentencesOf } from "./answer-words-rules.ts";
import { classifyAnswer, type ReadableFacts } from "./classify-answer-rules.ts";
import { neverActions, type SampleAnswer, sampleAnswers, sampleNotice } from "./test-answers.ts";
import { heldBackAnswers } from "./test-answers-held-back.ts";

const plain: ReadableFacts = {
  subject: "Re: Notice",
  text: "",
  sender: "abuse@hote.example",
  autoSubmitted: null,
  autoReply: false,
  precedence: null,
  emptyReturnPath: false,
  list: false,
  report: null,
};
const readingOf = ({ subject, text, from, headers }: SampleAnswer) =>
  classifyAnswer({ ...plain, subject, text, ...(from ? { sender: from } : {}), ...headers }, sampleNotice);
const proposedFor = (text: string) => classifyAnswer({ ...plain, text }, sampleNotice).proposed;

type Confusion = Record<AnswerKind, Record<AnswerKind, number>>;
const perKind = <Value>(make: () => Value) =>
  Object.fromEntries(answerKinds.map((kind) => [kind, make()])) as Record<AnswerKind, Value>;

/** Counts of what samples are (rows) and what the rules say (columns). */
function confusionOf(samples: readonly SampleAnswer[]): Confusion {
  const table: Confusion = perKind(() => perKind(() => 0));
  for (const sample of samples) table[sample.is][readingOf(sample).kind] += 1;
  return table;
}

function show(title: string, table: Confusion): void {
  const line = (name: string, cells: readonly (string | number)[]) =>
    `${name.padEnd(16)}${cells.map((cell) => String(cell).slice(0, 9).padStart(10)).join("")}\n`;
  const rows = answerKinds.map((kind) => line(kind, Object.values(table[kind])));
  process.stdout.write(`${title}\n${line("", answerKinds)}${rows.join("")}`);
}

// The least share of right readings. A change of the phrases may not fall below what they reach.
const sets = [
  { name: "that the rules were made with", samples: sampleAnswers, atLeast: 0.98 },
  { name: "that were held back", samples: heldBackAnswers, atLeast: 0.95 },
];

for (const { name, samples, atLeast } of sets) {
  test(`samples ${name}: mostly read right, and an action is never seen where there is none`, () => {
    const table = confusionOf(samples);
    show(`${samples.length} samples ${name}; rows: what they are, columns: what the rules say`, table);
    const right = answerKinds.reduce((sum, kind) => sum + table[kind][kind], 0);
    expect(right / samples.length).toBeGreaterThanOrEqual(atLeast);
    for (const sample of samples) {
      if (sample.is !== "action") expect([sample.text, readingOf(sample).proposed]).not.toContain("acted");
    }
  });
}

test("ticket numbers are found, and only where there is one", () => {
  for (const sample of [...sampleAnswers, ...heldBackAnswers]) {
    expect([sample.subject, readingOf(sample).ticket]).toEqual([sample.subject, sample.ticket ?? null]);
  }
});

test("a removal that is denied, undone, planned, conditional, or of something else is not an action", () => {
  for (const sentence of neverActions) expect([sentence, proposedFor(sentence)]).not.toContain("acted");
});

test("our own words never decide, however they come back", () => {
  const ours =
    "We could not see that the content has been removed. Le contenu a été retiré lorsque plus aucune adresse ne le montre.";
  for (const echoed of [
    `Thanks, noted.\n\n> ${ours}`,
    `Thanks, noted.\n\n${ours}`,
    `Thanks, noted. ${ours}`,
    `Thanks, noted.\n\n-----Original Message-----\nThe content has been removed.`,
    `Thanks, noted.\n\nVon: Ligne <contact@ligne.example>\nGesendet: Montag\n\nDer Inhalt wurde entfernt.`,
    `Thanks, noted.\n\nLe lun. 2 mars 2026 à 09:00, Ligne d’écoute\n<contact@ligne.example> a écrit :\n\n> Le contenu a été retiré.`,
    `Thanks, noted.\n\n-- \nThe content has been removed.`,
  ]) {
    expect([echoed, proposedFor(echoed)]).not.toContain("acted");
  }
  expect(proposedFor(`${ours}\n\nWe deleted it today.`)).toBe("acted");
});

test("a condition, a denial or a question put around an action takes it back", () => {
  const actions = sampleAnswers.filter(({ is, text }) => is === "action" && /^[^.]*\bwe have\b/i.test(text));
  for (const { text } of actions) {
    expect(proposedFor(text.replace(/\bwe have\b/i, "We have not"))).not.toBe("acted");
    expect(proposedFor(text.replace(/\bwe have\b/i, "once the court says so we will have"))).not.toBe(
      "acted",
    );
  }
});

test("a failed delivery is a bounce, a delayed one is not", () => {
  const report = (action: "failed" | "delayed" | "delivered") =>
    classifyAnswer(
      {
        ...plain,
        text: "We removed it.",
        report: {
          statuses: [{ action, status: null, recipients: [], diagnostic: null }],
          originalIds: [],
        },
      },
      "",
    );
  expect(report("failed")).toEqual({ kind: "bounce", proposed: null, ticket: null });
  expect(report("delayed").kind).toBe("automatic");
  expect(report("delivered").kind).toBe("automatic");
});

test("spaces without end, inside a line or between lines, are read once", () => {
  const gap = " ".repeat(200_000);
  expect(sentencesOf(`Bonjour${gap}Ada.\n${gap}x\n${gap}Merci.`).length).toBe(2);
  const { kind } = classifyAnswer({ ...plain, text: `--${gap}x\n\nNous avons supprimé les images.` }, "");
  expect(kind).toBe("action");
});

test("whatever a message says, it is read as one of the known kinds", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "grapheme", maxLength: 2_000 }),
      (subject, text) => {
        expect(answerKinds).toContain(classifyAnswer({ ...plain, subject, text }, text.slice(0, 500)).kind);
      },
    ),
  );
});
