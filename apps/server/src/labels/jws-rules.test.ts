import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  flattenedVerify,
  importJWK,
  jwtVerify,
} from "jose";
import { expect, test } from "vitest";
import { isSignature } from "../vault/signer.ts";
import { isSignedBy, jwkOf, readJson, readJws, signDetached, signJws, thumbprintOf } from "./jws-rules.ts";
import { holder, labelBy, now, stranger } from "./test-labels.ts";

// RFC 8037, appendix A.
const example = {
  kty: "OKP",
  crv: "Ed25519",
  d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
  x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
} as const;
const exampleJws =
  "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

test("the thumbprint and the signature of the standard's example are ours", () => {
  expect(thumbprintOf(example)).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  const [header = "", payload = "", signature = ""] = exampleJws.split(".");
  const key = Buffer.from(example.x, "base64url").toString("hex");
  const signed = Buffer.from(`${header}.${payload}`);
  expect(isSignature(key, signed, Buffer.from(signature, "base64url"))).toBe(true);
});

test("what we sign, another library verifies, and the other way round", async () => {
  const key = await importJWK(jwkOf(holder), "EdDSA");
  const jws = signJws(holder, "vigie-label", "{}");
  const { protectedHeader } = await compactVerify(jws, key, { algorithms: ["EdDSA"] });
  expect(protectedHeader).toEqual({
    alg: "EdDSA",
    typ: "vigie-label",
    kid: await calculateJwkThumbprint(jwkOf(holder)),
  });
  const told = await jwtVerify(labelBy(holder), key, {
    algorithms: ["EdDSA"],
    typ: "vigie-label",
    currentDate: now,
  });
  expect(told.payload["name"]).toBe("Ligne d’essai");

  const theirs = await new CompactSign(Buffer.from("vu"))
    .setProtectedHeader({ alg: "EdDSA", typ: "vigie-label", kid: thumbprintOf(example) })
    .sign(await importJWK({ ...example }, "EdDSA"));
  const read = readJws(theirs, "vigie-label");
  expect("fault" in read || isSignedBy(example, read)).toBe(true);
});

test("a detached signature holds for its statement only, here and elsewhere", async () => {
  const [header = "", none, signature = ""] = signDetached(holder, "vigie-mail", "une ligne\n").split(".");
  expect(none).toBe("");
  const payload = Buffer.from("une ligne\n").toString("base64url");
  const key = await importJWK(jwkOf(holder), "EdDSA");
  await flattenedVerify({ protected: header, payload, signature }, key, { algorithms: ["EdDSA"] });
  const read = readJws(`${header}..${signature}`, "vigie-mail");
  if ("fault" in read) throw new Error(read.fault);
  expect(isSignedBy(jwkOf(holder), read, Buffer.from("une ligne\n"))).toBe(true);
  expect(isSignedBy(jwkOf(holder), read, Buffer.from("deux lignes\n"))).toBe(false);
  expect(isSignedBy(jwkOf(stranger), read, Buffer.from("une ligne\n"))).toBe(false);
});

test("a header may hold the three members we know, and nothing else", () => {
  const [, payload = "", signature = ""] = signJws(holder, "vigie-label", "{}").split(".");
  const kid = thumbprintOf(jwkOf(holder));
  const read = (header: unknown) => {
    const text = typeof header === "string" ? header : JSON.stringify(header);
    return readJws(`${Buffer.from(text).toString("base64url")}.${payload}.${signature}`, "vigie-label");
  };
  const fine = { alg: "EdDSA", typ: "vigie-label", kid };
  expect(read(fine)).not.toHaveProperty("fault");
  for (const alg of ["none", "None", "HS256", "ES256", "Ed448", "", undefined, null, ["EdDSA"]])
    expect(read({ ...fine, alg })).toEqual({ fault: "wrong_algorithm" });
  for (const typ of ["vigie-mail", "JWT", "VIGIE-LABEL", "", undefined])
    expect(read({ ...fine, typ })).toEqual({ fault: "wrong_type" });
  for (const more of [
    { jwk: jwkOf(holder) },
    { jku: "https://x.example" },
    { x5c: [] },
    { crit: [] },
    { b64: false },
  ])
    expect(read({ ...fine, ...more })).toEqual({ fault: "malformed" });
  expect(read({ ...fine, kid: 1 })).toEqual({ fault: "malformed" });
  expect(read(`{"alg":"none","alg":"EdDSA","typ":"vigie-label","kid":"${kid}"}`)).toEqual({
    fault: "malformed",
  });
  expect(read("[]")).toEqual({ fault: "wrong_algorithm" });
  expect(read("null")).toEqual({ fault: "wrong_algorithm" });
  expect(read("{")).toEqual({ fault: "malformed" });
});

test("a member named twice is noticed wherever it is, and only then", () => {
  const bytes = (text: string) => Buffer.from(text);
  for (const text of [
    '{"a":1,"a":1}',
    '{"a":{"b":1,"b":2}}',
    '[{"a":1,"\\u0061":2}]',
    '{"__proto__":1,"__proto__":2}',
    "{",
  ])
    expect(readJson(bytes(text))).toBeUndefined();
  expect(readJson(bytes('\uFEFF{"a":1}'))).toBeUndefined();
  expect(readJson(Buffer.of(0x22, 0xff, 0x22))).toBeUndefined();
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      expect(readJson(bytes(JSON.stringify(JSON.parse(text), null, 2)))).toEqual(JSON.parse(text));
    }),
    { numRuns: 1000 },
  );
});

test("two keys have two thumbprints, and a thumbprint is the hash of three members in order", () => {
  const { crv, kty, x } = jwkOf(holder);
  const text = `{"crv":"${crv}","kty":"${kty}","x":"${x}"}`;
  expect(thumbprintOf(jwkOf(holder))).toBe(createHash("sha256").update(text).digest("base64url"));
  expect(thumbprintOf(jwkOf(stranger))).not.toBe(thumbprintOf(jwkOf(holder)));
});
