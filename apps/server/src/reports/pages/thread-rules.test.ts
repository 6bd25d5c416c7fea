import type { ReceiptView, ThreadMessage } from "@vigie/contract";
import { expect, test } from "vitest";
import { alreadySent, threadPart, waitingQuestions } from "./thread-rules.ts";

const at = "2026-11-21T08:30:00.000Z";
const hotline = (text: string): ThreadMessage => ({ from: "hotline", at, text });
const own = (text: string): ThreadMessage => ({ from: "reporter", at, text });

test("a question waits until whoever reported has written again", () => {
  const asked = hotline("Avez-vous encore le lien ?");
  const told = hotline("C'est demandé.");
  expect([...waitingQuestions([own("Bonjour"), told, asked])]).toEqual([asked]);
  expect(waitingQuestions([asked, own("Oui.")]).size).toBe(0);
  const again = hotline("هل أنت بأمان؟");
  expect([...waitingQuestions([asked, own("Oui."), again, told])]).toEqual([again]);
  expect(waitingQuestions([]).size).toBe(0);
  expect(waitingQuestions([own("Et maintenant ?")]).size).toBe(0);
});

test("a page shows the newest thirty messages, and leads back to the first, each once", () => {
  const messages = Array.from({ length: 65 }, (_, index) => own(`${index}`));
  expect(threadPart(messages.slice(0, 30))).toEqual({
    messages: messages.slice(0, 30),
    earlier: 0,
    nextNewer: 30,
  });
  const seen: ThreadMessage[] = [];
  for (let part = threadPart(messages); ; part = threadPart(messages, part.nextNewer)) {
    expect(part.messages.length).toBeLessThanOrEqual(30);
    seen.unshift(...part.messages);
    if (part.earlier === 0) break;
  }
  expect(seen).toEqual(messages);
  expect(threadPart(messages, 65)).toEqual(threadPart(messages));
  expect(threadPart([], 30).messages).toEqual([]);
});

test("each recipient of a notice or a referral is told once, the earliest first", () => {
  const entry = (kind: "notified" | "referred", to: string, hour: number) => ({
    kind,
    to,
    at: `2026-11-21T0${hour}:00:00.000Z`,
  });
  const view: ReceiptView = {
    receivedAt: at,
    expiresAt: at,
    withdrawn: false,
    locations: [
      {
        typed: "a",
        timeline: [{ kind: "received", at }, entry("notified", "B", 3), entry("referred", "A", 4)],
      },
      { typed: "b", timeline: [entry("notified", "B", 2), { kind: "removed", at }] },
    ],
    messages: [],
  };
  expect(alreadySent(view)).toEqual([
    { to: "B", at: "2026-11-21T02:00:00.000Z" },
    { to: "A", at: "2026-11-21T04:00:00.000Z" },
  ]);
  expect(alreadySent({ ...view, locations: [] })).toEqual([]);
});
