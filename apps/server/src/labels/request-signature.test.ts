import { createPublicKey } from "node:crypto";
import fc from "fast-check";
import { createVerifier, httpbis } from "http-message-signatures";
import { expect, test } from "vitest";
import { isSignature } from "../vault/signer.ts";
import { jwkOf, thumbprintOf } from "./jws-rules.ts";
import { contentDigest, signatureBase } from "./request-signature-rules.ts";
import { signRequest } from "./sign-request.ts";
import { holder, minutes, now, stranger } from "./test-labels.ts";
import { type ReceivedRequest, verifyRequest } from "./verify-request.ts";

const body = Buffer.from('{"hello": "world"}');
const sent = { method: "POST", url: "https://forum.example/api/v1/inbox?x=1", body };
const type = { "content-type": "application/json" };

async function signed(signer = holder, at = now): Promise<ReceivedRequest> {
  const vigie = { keys: { labels: signer }, clock: { now: () => at } } as unknown as Parameters<
    typeof signRequest
  >[0];
  return { ...sent, headers: { ...type, ...(await signRequest(vigie, { ...sent, headers: type })) } };
}

/** A store of nonces as a recipient would keep one. */
function nonces() {
  const seen = new Set<string>();
  return async (nonce: string) => !seen.has(nonce) && seen.add(nonce).has(nonce);
}

const key = jwkOf(holder);
async function verdictOf(
  request: ReceivedRequest,
  more: { now?: Date; isNew?: (nonce: string) => Promise<boolean> } = {},
) {
  const verdict = await verifyRequest(request, { now, key, isNew: nonces(), ...more });
  return verdict.kind === "ok" ? "ok" : verdict.code;
}

// RFC 9421, appendix B.2.6, and its key of B.1.4.
test("the signature base and the signature of the standard's example are ours", () => {
  const base = signatureBase(
    {
      date: "Tue, 20 Apr 2021 02:07:55 GMT",
      "@method": "POST",
      "@path": "/foo",
      "@authority": "example.com",
      "content-type": "application/json",
      "content-length": "18",
    },
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  );
  const x = Buffer.from("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs", "base64url").toString("hex");
  const signature =
    "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
  expect(isSignature(x, Buffer.from(base), Buffer.from(signature, "base64"))).toBe(true);
});

// RFC 9530, appendix B.
test("the digest of the standard's example is ours", () => {
  expect(contentDigest(body)).toBe("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
});

test("what we sign, another library verifies", async () => {
  const request = await signed(holder, new Date());
  const verified = await httpbis.verifyMessage(
    {
      keyLookup: async ({ keyid }) => {
        const publicKey = createPublicKey({ key: key as never, format: "jwk" });
        return { id: keyid ?? "", algs: ["ed25519"], verify: createVerifier(publicKey, "ed25519") };
      },
      requiredParams: ["created", "nonce", "keyid", "tag"],
      requiredFields: ["@method", "@target-uri", "content-digest", "content-type"],
    },
    { method: request.method, url: request.url, headers: request.headers as Record<string, string> },
  );
  expect(verified).toBe(true);
});

test("what another library signs with the same parts, in another order, we verify", async () => {
  const { headers } = await httpbis.signMessage(
    {
      key: { id: thumbprintOf(key), alg: "ed25519", sign: async (bytes) => holder.sign(bytes) },
      name: "vigie",
      fields: ["@method", "@target-uri", "content-digest", "content-type"],
      params: ["keyid", "tag", "nonce", "created", "expires"],
      paramValues: { tag: "vigie-notice", nonce: "une", created: now, expires: minutes(1) },
    },
    { ...sent, headers: { ...type, "content-digest": contentDigest(body) } },
  );
  const theirs = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  expect(await verdictOf({ ...sent, headers: theirs })).toBe("ok");
  expect(await verdictOf({ ...sent, headers: theirs }, { now: minutes(2) })).toBe("expired");
});

test("another's signature beside ours changes nothing", async () => {
  const { headers, ...rest } = await signed();
  const beside = {
    ...headers,
    "signature-input": `proxy=("@method");created=1;keyid="vigie=x", ${headers["signature-input"]}`,
    signature: `${headers["signature"]}, proxy=:AAAA:`,
  };
  expect(await verdictOf({ ...rest, headers: beside })).toBe("ok");
  const twice = {
    ...headers,
    "signature-input": `${headers["signature-input"]}, ${headers["signature-input"]}`,
  };
  expect(await verdictOf({ ...rest, headers: twice })).toBe("malformed");
});

test("old, early, replayed, unsigned, of another key or to another place: each refused with its name", async () => {
  const request = await signed();
  const isNew = nonces();
  expect(await verdictOf(request, { now: minutes(5), isNew })).toBe("ok");
  expect(await verdictOf(request, { now: minutes(5), isNew })).toBe("replayed");
  expect(await verdictOf(request, { now: minutes(6) })).toBe("expired");
  expect(await verdictOf(request, { now: minutes(60) })).toBe("expired");
  expect(await verdictOf(request, { now: minutes(-5) })).toBe("ok");
  expect(await verdictOf(request, { now: minutes(-6) })).toBe("not_yet_valid");
  expect(await verdictOf(await signed(stranger))).toBe("key_mismatch");
  expect(await verdictOf({ ...request, body: Buffer.from("{}") })).toBe("wrong_digest");
  expect(await verdictOf({ ...request, url: "https://autre.example/api/v1/inbox?x=1" })).toBe(
    "bad_signature",
  );
  expect(await verdictOf({ ...request, method: "PUT" })).toBe("bad_signature");
  expect(await verdictOf({ ...request, headers: type })).toBe("unsigned");
  // A second content type, and one that was exchanged.
  const { headers } = request;
  expect(await verdictOf({ ...request, headers: { ...headers, "content-type": "text/plain" } })).toBe(
    "bad_signature",
  );
  for (const name of ["signature", "signature-input", "content-digest", "content-type"]) {
    expect(await verdictOf({ ...request, headers: { ...headers, [name]: undefined } })).toBe("malformed");
    expect(await verdictOf({ ...request, headers: { ...headers, [name]: ["a", "b"] } })).toBe("malformed");
  }
});

test("a refused request does not use up the nonce of the real one", async () => {
  const request = await signed();
  const isNew = nonces();
  expect(await verdictOf({ ...request, body: Buffer.from("{}") }, { isNew })).toBe("wrong_digest");
  expect(await verdictOf({ ...request, url: "https://autre.example/" }, { isNew })).toBe("bad_signature");
  expect(await verdictOf(request, { isNew })).toBe("ok");
});

test("two tries of one request are two signatures, so that the second is no replay", async () => {
  const isNew = nonces();
  expect(await verdictOf(await signed(), { isNew })).toBe("ok");
  expect(await verdictOf(await signed(), { isNew })).toBe("ok");
});

test("10,000 changed requests are refused, and the original is accepted once", {
  timeout: 240_000,
}, async () => {
  const request = await signed();
  const signedParts = [
    "signature",
    "signature-input",
    "content-digest",
    "content-type",
    "method",
    "url",
    "body",
  ] as const;
  const change = (text: string) =>
    fc.nat(text.length - 1).chain((at) =>
      fc.oneof(
        fc
          .constantFrom(...'aAzZ09:;="(), \t\\@%')
          .map((letter) => text.slice(0, at) + letter + text.slice(at + 1)),
        fc.constant(text.slice(0, at) + text.slice(at + 1)),
        fc
          .constantFrom(" ", "\n", ";b=1", ',vigie=("@method")')
          .map((more) => text.slice(0, at) + more + text.slice(at)),
        fc.constant(text.slice(0, at)),
        fc.constant(`${text}${text}`),
      ),
    );
  const textOf = (part: (typeof signedParts)[number]) =>
    part === "method" || part === "url"
      ? request[part]
      : part === "body"
        ? Buffer.from(request.body).toString("utf8")
        : String(request.headers[part]);
  const put = (part: (typeof signedParts)[number], text: string): ReceivedRequest =>
    part === "method" || part === "url"
      ? { ...request, [part]: text }
      : part === "body"
        ? { ...request, body: Buffer.from(text) }
        : { ...request, headers: { ...request.headers, [part]: text } };
  // White space between the members of a list is none of the signature's.
  const means = (part: string, text: string) => (part.startsWith("signature") ? text.trim() : text);
  const isNew = nonces();
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...signedParts).chain((part) => change(textOf(part)).map((text) => ({ part, text }))),
      async ({ part, text }) => {
        fc.pre(means(part, text) !== textOf(part));
        expect(await verdictOf(put(part, text), { isNew })).not.toBe("ok");
        refused += 1;
      },
    ),
    { numRuns: 10_000 },
  );
  expect(refused).toBe(10_000);
  expect(await verdictOf(request, { isNew })).toBe("ok");
  expect(await verdictOf(request, { isNew })).toBe("replayed");
});
