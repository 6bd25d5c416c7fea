import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jwkOf, signJws, thumbprintOf } from "./jws-rules.ts";
import { type LabelClaims, secondsOf } from "./label-rules.ts";
import { claimsOf } from "./stored-label.ts";
import {
  checks,
  days,
  holder,
  labelBy,
  minutes,
  now,
  revocationsBy,
  signedClaims,
  stranger,
  voucher,
} from "./test-labels.ts";
import { type LabelChecks, type RegisterEntry, verifyLabel } from "./verify-label-rules.ts";

const levelOf = (jws: string, more: Partial<LabelChecks> = {}) => {
  const verdict = verifyLabel(jws, checks(more));
  return verdict.kind === "ok" ? verdict.level : verdict.code;
};
const entry: RegisterEntry = {
  thumbprint: thumbprintOf(jwkOf(holder)),
  register: "https://register.example",
  entry: "12",
  matchedOn: "2026-02-01",
  matchedBy: "Ada",
  areas: ["fraud", "hate"],
};

test("who signed decides the level, and only a person's match makes it registered", () => {
  const trusted = [jwkOf(voucher)];
  expect(levelOf(labelBy(holder))).toBe("declared");
  expect(levelOf(labelBy(holder), { trusted })).toBe("declared");
  expect(levelOf(labelBy(holder), { trusted: [jwkOf(holder)] })).toBe("vouched");
  expect(levelOf(labelBy(voucher), { trusted })).toBe("vouched");
  expect(levelOf(labelBy(voucher))).toBe("unknown_key");
  expect(levelOf(labelBy(stranger), { trusted })).toBe("unknown_key");
  expect(levelOf(labelBy(voucher), { trusted, register: [entry] })).toBe("registered");
  expect(levelOf(labelBy(holder), { register: [entry] })).toBe("registered");
  expect(levelOf(labelBy(holder), { register: [{ ...entry, thumbprint: "x" }] })).toBe("declared");
  expect(levelOf(labelBy(holder), { register: [{ ...entry, matchedOn: "2026-03-03" }] })).toBe("declared");
  // A match is of a key, and mends nothing.
  expect(levelOf(labelBy(stranger), { register: [entry] })).toBe("unknown_key");
});

test("a match in the register counts where both the label and the entry reach, and nowhere else", () => {
  const register = [entry, { ...entry, entry: "13", areas: ["terrorism"] }];
  const found = (areas: readonly string[], area?: string) => {
    const verdict = verifyLabel(labelBy(holder, { areas }), checks({ register, area }));
    return verdict.kind === "ok"
      ? [verdict.level, verdict.entry?.entry ?? null, verdict.areas]
      : verdict.code;
  };
  expect(found([])).toEqual(["registered", "12", ["fraud", "hate"]]);
  expect(found(["hate", "image_based_abuse"])).toEqual(["registered", "12", ["hate"]]);
  expect(found([], "terrorism")).toEqual(["registered", "13", ["terrorism"]]);
  expect(found([], "image_based_abuse")).toEqual(["declared", null, []]);
  expect(found(["image_based_abuse"])).toEqual(["declared", null, ["image_based_abuse"]]);
  expect(found(["fraud"], "hate")).toBe("area_not_covered");
});

test("a label cannot say its own level", () => {
  const claims = claimsOf(labelBy(holder));
  for (const more of [{ level: "registered" }, { trustedFlagger: true }])
    expect(levelOf(signedClaims(holder, { ...claims, ...more }))).toBe("malformed");
});

test("a label counts from its first to its last second, give or take five minutes of clock", () => {
  const jws = labelBy(holder, { from: now, until: days(1) });
  for (const [minute, outcome] of [
    [-60, "not_yet_valid"],
    [-6, "not_yet_valid"],
    [-5, "declared"],
    [0, "declared"],
    [1445, "declared"],
    [1446, "expired"],
    [1500, "expired"],
  ] as const)
    expect(levelOf(jws, { now: minutes(minute) }), String(minute)).toBe(outcome);
});

test("a label that would be valid for ever, or never, is none", () => {
  const claims = claimsOf(labelBy(holder));
  for (const exp of [claims.nbf, claims.nbf - 1, claims.nbf + 401 * 86_400, 1e15, claims.exp + 0.5])
    expect(levelOf(signedClaims(holder, { ...claims, exp }))).toBe("malformed");
});

test("names that would act on a screen, and fields of another shape, are none", () => {
  const claims = claimsOf(labelBy(holder));
  const changes: Partial<Record<keyof LabelClaims, unknown>>[] = [
    { name: "" },
    { name: "a\u001b[2J" },
    { name: "a\u202eb" },
    { name: "x".repeat(201) },
    { country: "fr" },
    { areas: ["Hate"] },
    { areas: "hate" },
    { jti: "1" },
    { sub: undefined },
    { iss: { ...claims.iss, url: "javascript:alert(1)" } },
    { cnf: { jwk: { ...jwkOf(holder), crv: "Ed448" } } },
  ];
  for (const change of changes)
    expect(levelOf(signedClaims(holder, { ...claims, ...change } as LabelClaims))).toBe("malformed");
});

test("the keys of a label must agree with each other and with who signed", () => {
  const claims = claimsOf(labelBy(holder));
  const other = jwkOf(stranger);
  const mismatched: LabelClaims[] = [
    { ...claims, cnf: { jwk: other } },
    { ...claims, sub: thumbprintOf(other) },
    { ...claims, iss: { ...claims.iss, jkt: thumbprintOf(other) } },
  ];
  for (const changed of mismatched) expect(levelOf(signedClaims(holder, changed))).toBe("key_mismatch");
  // The stranger shows the holder's label claims under the stranger's own key, then a label of its own: a hand, no more.
  expect(levelOf(signedClaims(stranger, claims))).toBe("key_mismatch");
  const own = { ...claims, cnf: { jwk: other }, sub: thumbprintOf(other) };
  expect(levelOf(signedClaims(stranger, { ...own, iss: { ...claims.iss, jkt: own.sub } }))).toBe("declared");
});

test("a revoked label fails at once where the list is fresh, and also where it is not", () => {
  const id = randomUUID();
  const jws = labelBy(voucher, { id });
  const trusted = [jwkOf(voucher)];
  const revokedBy = (list: string, at = now) => levelOf(jws, { trusted, revocations: list, now: at });
  expect(revokedBy(revocationsBy(voucher))).toBe("vouched");
  expect(revokedBy(revocationsBy(voucher, [randomUUID()]))).toBe("vouched");
  expect(revokedBy(revocationsBy(voucher, [id]))).toBe("revoked");
  expect(revokedBy(revocationsBy(voucher, [id]), days(3))).toBe("revoked");
  expect(revokedBy(revocationsBy(voucher), minutes(1445))).toBe("vouched");
  expect(revokedBy(revocationsBy(voucher), minutes(1446))).toBe("revocations_stale");
  expect(revokedBy(revocationsBy(voucher, [], { iat: secondsOf(minutes(60)) }))).toBe("revocations_unusable");
  // Another's list, even a trusted one's, and a document of another type.
  expect(revokedBy(revocationsBy(stranger, [id]))).toBe("revocations_unusable");
  expect(revokedBy(revocationsBy(holder))).toBe("revocations_unusable");
  expect(revokedBy(signJws(voucher, "vigie-label", "{}"))).toBe("revocations_unusable");
  expect(revokedBy(signJws(voucher, "vigie-label-revocations", "{}"))).toBe("revocations_unusable");
  expect(revokedBy("")).toBe("revocations_unusable");
});

test("a list of 10,000 revocations is read whole, and a label as long as that is none", () => {
  const ids = Array.from({ length: 10_000 }, () => randomUUID());
  const verdict = (jws: string) =>
    levelOf(jws, { trusted: [jwkOf(voucher)], revocations: revocationsBy(voucher, ids) });
  expect(verdict(labelBy(voucher, { id: ids.at(-1) ?? "" }))).toBe("revoked");
  expect(verdict(labelBy(voucher))).toBe("vouched");
  expect(levelOf(signedClaims(holder, " ".repeat(20_000)))).toBe("malformed");
});

test("an area is covered when it is named, or when none is", () => {
  expect(levelOf(labelBy(holder, { areas: ["hate", "fraud"] }), { area: "hate" })).toBe("declared");
  expect(levelOf(labelBy(holder, { areas: ["fraud"] }), { area: "hate" })).toBe("area_not_covered");
  expect(levelOf(labelBy(holder), { area: "hate" })).toBe("declared");
});

const others = [labelBy(voucher), labelBy(stranger), labelBy(holder), revocationsBy(holder)];

/** Everything that may happen to a text on its way, and what a forger tries. */
const mutated = (jws: string) => {
  const parts = jws.split(".");
  const at = fc.nat(jws.length - 1);
  const swap = (index: number, part: string) =>
    parts.map((own, place) => (place === index ? part : own)).join(".");
  const header = (more: object) =>
    swap(
      0,
      Buffer.from(
        JSON.stringify({ ...JSON.parse(Buffer.from(parts[0] ?? "", "base64url").toString()), ...more }),
      ).toString("base64url"),
    );
  return fc.oneof(
    at.chain((index) =>
      fc
        .constantFrom(..."ABCDabcdefghijklmnopqrstuvwxyz0123456789-_.= \n\t+/é")
        .map((letter) => jws.slice(0, index) + letter + jws.slice(index + 1)),
    ),
    at.map((index) => jws.slice(0, index) + jws.slice(index + 1)),
    at.chain((index) =>
      fc.constantFrom(" ", "\n", "=", ".", "A").map((more) => jws.slice(0, index) + more + jws.slice(index)),
    ),
    at.map((index) => jws.slice(0, index)),
    fc.constantFrom(...others, "").map((other) => swap(0, other.split(".")[0] ?? "")),
    fc.constantFrom(...others, "").map((other) => swap(1, other.split(".")[1] ?? "")),
    fc.constantFrom(...others, "").map((other) => swap(2, other.split(".")[2] ?? "")),
    fc
      .record(
        {
          alg: fc.constantFrom("none", "HS256", "RS256", "ES256", "Ed448", "eddsa"),
          typ: fc.constantFrom("JWT", "vigie-mail", "vigie-label-revocations"),
          kid: fc.constantFrom(thumbprintOf(jwkOf(voucher)), "", "../../x"),
          jwk: fc.constant(jwkOf(stranger)),
          crit: fc.constant(["b64"]),
          b64: fc.boolean(),
        },
        { requiredKeys: [] },
      )
      .map(header),
    fc.record({ byte: fc.nat(63), bit: fc.nat(7) }).map(({ byte, bit }) => {
      const signature = Buffer.from(parts[2] ?? "", "base64url");
      signature[byte] = (signature[byte] ?? 0) ^ (1 << bit);
      return swap(2, signature.toString("base64url"));
    }),
    fc.constantFrom("name", "areas", "exp", "jti").map((member) => {
      const text = Buffer.from(parts[1] ?? "", "base64url").toString();
      const twice = text.replace(/\}$/, `,"${member}":${JSON.stringify(JSON.parse(text)[member])}}`);
      return swap(1, Buffer.from(twice).toString("base64url"));
    }),
  );
};

test("10,000 changed labels are refused, late ones too, and the original is accepted each time", {
  timeout: 240_000,
}, () => {
  const trusted = [jwkOf(voucher)];
  const originals = [labelBy(holder, { areas: ["hate"] }), labelBy(voucher)];
  let refused = 0;
  fc.assert(
    fc.property(
      fc.oneof(...originals.map((jws) => mutated(jws).map((text) => ({ jws, text })))),
      fc.integer({ min: 6, max: 1_000_000 }),
      ({ jws, text }, minutesLate) => {
        fc.pre(text !== jws);
        expect(verifyLabel(text, checks({ trusted })).kind).toBe("refused");
        expect(verifyLabel(jws, checks({ trusted, now: minutes(minutesLate, days(365)) })).kind).toBe(
          "refused",
        );
        expect(verifyLabel(jws, checks({ trusted })).kind).toBe("ok");
        refused += 1;
      },
    ),
    { numRuns: 10_000 },
  );
  expect(refused).toBe(10_000);
});

test("a payload that names a member twice is refused although it is well signed", () => {
  const text = JSON.stringify(claimsOf(labelBy(holder)));
  expect(levelOf(signedClaims(holder, text))).toBe("declared");
  expect(levelOf(signedClaims(holder, text.replace(/^\{/, '{"name":"Autre",')))).toBe("malformed");
});
