import { type EvidenceEntry, evidenceKinds, evidenceLimits, kindsForAnyAge } from "@vigie/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inOrderOfTime, kindsFor, readEntry, type TypedEntry } from "./evidence-rules.ts";
import { instantOf, readTime } from "./evidence-time-rules.ts";
import { showable } from "./showable-text-rules.ts";

const now = new Date("2026-11-21T22:00:00Z");
const adult = { minor: "no", now } as const;
const entry = (change: Partial<TypedEntry>): TypedEntry => ({
  kind: "words",
  text: "x",
  day: "",
  time: "",
  timeZone: "Europe/Paris",
  ...change,
});
const read = (change: Partial<TypedEntry>, facts: Parameters<typeof readEntry>[1] = adult) =>
  readEntry(entry(change), facts);
const codes = (change: Partial<TypedEntry>, facts?: Parameters<typeof readEntry>[1]) => {
  const outcome = read(change, facts);
  return outcome.kind === "wrong" ? outcome.problems.map(({ code }) => code) : [];
};

test("words are kept byte for byte, whatever they hold", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 500 }), (text) => {
      fc.pre(text.trim() !== "");
      expect(read({ text })).toMatchObject({ kind: "read", content: { text, typed: null } });
    }),
  );
});

test("a handle with direction marks is shown without them and kept with them", () => {
  const typed = "@abc\u202egpj.exe\u202c";
  expect(read({ kind: "handle", text: typed })).toMatchObject({
    content: { text: "@abcgpj.exe", typed },
  });
  expect(read({ kind: "handle", text: "  @simple " })).toMatchObject({
    content: { text: "@simple", typed: null },
  });
});

test("no entry but words can turn or hide what is read after it", () => {
  const marks = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
  fc.assert(
    fc.property(
      fc.constantFrom(...evidenceKinds),
      fc.string({ unit: "binary", maxLength: 200 }),
      (kind, text) => {
        fc.pre(kind !== "words");
        const outcome = read({ kind, text });
        if (outcome.kind === "read") expect(outcome.content.text).not.toMatch(marks);
      },
    ),
  );
});

test("under 18, or as long as nobody said, only words and addresses are offered and taken", () => {
  for (const minor of ["yes", "unknown"] as const) {
    expect(kindsFor(minor)).toEqual(kindsForAnyAge);
    for (const kind of evidenceKinds) {
      const refused = codes({ kind, text: "12345" }, { minor, now });
      expect(refused, kind).toEqual(
        kind === "words" || kind === "address" ? [] : ["evidence.kind_not_taken"],
      );
    }
  }
  expect(kindsFor("no")).toEqual(evidenceKinds);
});

test("a text is needed, and nothing else; its length is bounded", () => {
  expect(codes({ text: " \n " })).toEqual(["evidence.empty"]);
  expect(codes({ kind: "handle", text: "\u202e\u200b" })).toEqual(["evidence.empty"]);
  expect(codes({ text: "a".repeat(evidenceLimits.wordsCharacters) })).toEqual([]);
  expect(codes({ text: "a".repeat(evidenceLimits.wordsCharacters + 1) })).toEqual(["evidence.too_long"]);
  expect(codes({ kind: "phone", text: "1".repeat(501) })).toEqual(["evidence.too_long"]);
});

test("a numeric id has digits only, however it was spaced", () => {
  expect(read({ kind: "account_id", text: "100 083 201" })).toMatchObject({
    content: { text: "100083201", typed: null },
  });
  expect(codes({ kind: "account_id", text: "@nom" })).toEqual(["evidence.account_id_digits"]);
});

test("a date in the future is refused, minute by minute and in its own zone", () => {
  const on = (day: string, time: string, timeZone: string) => codes({ day, time, timeZone });
  expect(on("2026-11-21", "23:00", "Europe/Paris")).toEqual([]);
  expect(on("2026-11-21", "23:01", "Europe/Paris")).toEqual(["evidence.in_future"]);
  expect(on("2026-11-21", "17:00", "America/Toronto")).toEqual([]);
  expect(on("2026-11-21", "17:01", "America/Toronto")).toEqual(["evidence.in_future"]);
  expect(on("2026-11-22", "", "Europe/Paris")).toEqual(["evidence.in_future"]);
  // It is the 22nd already where the day begins first.
  expect(on("2026-11-22", "", "Pacific/Noumea")).toEqual([]);
});

test("a time may be missing, whole or in part; what is no time is refused field by field", () => {
  const none = { kind: "read", when: null };
  expect(readTime({ day: "", time: "", timeZone: "nowhere" }, now)).toEqual(none);
  expect(readTime({ day: "2026-11-20", time: "", timeZone: "UTC" }, now)).toMatchObject({
    when: { time: null },
  });
  expect(readTime({ day: "2026-11-20", time: "21:05:33", timeZone: "UTC" }, now)).toMatchObject({
    when: { time: "21:05" },
  });
  for (const day of ["2026-02-30", "20/11/2026", "0001-01-01", "+002026-01-01", "2026-13-01"]) {
    expect(readTime({ day, time: "", timeZone: "UTC" }, now)).toMatchObject({ field: "day" });
  }
  expect(readTime({ day: "2026-11-20", time: "24:00", timeZone: "UTC" }, now)).toMatchObject({
    field: "time",
  });
  expect(readTime({ day: "", time: "21:05", timeZone: "UTC" }, now)).toMatchObject({ field: "time" });
  for (const timeZone of ["", "Mars/Phobos", "+02:00", "a".repeat(500), "__proto__"]) {
    expect(readTime({ day: "2026-11-20", time: "", timeZone }, now)).toMatchObject({ field: "timeZone" });
  }
});

test("a moment comes back as the clock of its zone shows it, turned clocks included", () => {
  const zones = [
    "Europe/Paris",
    "America/Toronto",
    "Asia/Kolkata",
    "Pacific/Apia",
    "UTC",
    "Australia/Lord_Howe",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.date({ min: new Date("1995-01-01"), max: new Date("2026-01-01"), noInvalidDate: true }),
      (timeZone, date) => {
        const shown = date.toLocaleString("sv-SE", { timeZone });
        const instant = instantOf({ day: shown.slice(0, 10), time: shown.slice(11, 16), timeZone });
        expect(instant.toLocaleString("sv-SE", { timeZone }).slice(0, 16)).toBe(shown.slice(0, 16));
        expect(instant.getTime()).toBeLessThanOrEqual(date.getTime());
      },
    ),
    { numRuns: 500 },
  );
  // Skipped by the clock of Paris on 29 March 2026; given twice on 25 October.
  expect(instantOf({ day: "2026-03-29", time: "02:30", timeZone: "Europe/Paris" }).toISOString()).toBe(
    "2026-03-29T01:30:00.000Z",
  );
  expect(instantOf({ day: "2026-10-25", time: "02:30", timeZone: "Europe/Paris" }).toISOString()).toBe(
    "2026-10-25T00:30:00.000Z",
  );
});

test("entries stand in the order of what happened across zones, those without a time last", () => {
  const at = (id: string, when: EvidenceEntry["when"], addedAt: string): EvidenceEntry => ({
    id,
    addedAt,
    kind: "words",
    text: id,
    typed: null,
    when,
  });
  const day = "2026-11-20";
  const entries = [
    at("undated second", null, "2026-11-21T10:01:00Z"),
    at("undated first", null, "2026-11-21T10:00:00Z"),
    at("paris", { day, time: "12:00", timeZone: "Europe/Paris" }, "2026-11-21T10:02:00Z"),
    at("toronto", { day, time: "07:00", timeZone: "America/Toronto" }, "2026-11-21T10:03:00Z"),
    at("day", { day, time: null, timeZone: "Europe/Paris" }, "2026-11-21T10:04:00Z"),
  ];
  expect(inOrderOfTime(entries).map(({ id }) => id)).toEqual([
    "day",
    "paris",
    "toronto",
    "undated first",
    "undated second",
  ]);
});

test("what a document prints shows every invisible mark, bounds long runs and never grows without end", () => {
  expect(showable("a\u202eb")).toBe("a[U+202E]b");
  expect(showable("a\u0000\u001b[0m\u{e001}")).toBe("a[U+0000][U+001B][0m[U+E001]");
  expect(showable("x\n\n\n\n\ny")).toBe("x\n\ny");
  expect(showable(`a${"\u0301".repeat(400)}`)).toHaveLength(7);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const shown = showable(text);
      expect(shown.replaceAll("\u200b", "")).not.toMatch(
        /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u,
      );
      expect(shown.length).toBeLessThanOrEqual(10 * text.length + 10);
    }),
  );
});
