import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { bundleSignerOf } from "../vault/bundle-signature.ts";
import { packBundle, verifyBundle } from "./bundle-rules.ts";
import { runVerifyCommand } from "./verify-command.ts";

const signer = bundleSignerOf(Buffer.alloc(32, 7));
const facts = {
  kind: "evidence" as const,
  hotline: "Ligne d'essai",
  madeAt: "2026-11-21T22:00:00.000Z",
  checkpoint: { number: 12, hash: "ab".repeat(32), at: "2026-11-21T21:59:00.000Z" },
};
const files = {
  "timeline.pdf": createHash("sha512").update("1").digest(),
  "complaint.pdf": Buffer.concat(
    Array.from({ length: 40 }, (_, n) => createHash("sha512").update(`${n}`).digest()),
  ),
  "timeline.json": strToU8(JSON.stringify({ entries: ["é", "日本"] })),
  "README.txt": strToU8("À lire.\n"),
};
const bundle = packBundle(files, facts, signer);

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

test("a bundle is intact as it was made, with the key and without", () => {
  expect(verifyBundle(bundle, null)).toMatchObject({ kind: "intact", manifest: facts });
  expect(verifyBundle(bundle, signer.publicKey).kind).toBe("intact");
  expect(verifyBundle(bundle, signer.publicKey.toUpperCase()).kind).toBe("intact");
});

test("the same files give the same bytes, in this version and in later ones", () => {
  expect(
    createHash("sha256")
      .update(packBundle(files, facts, signer))
      .digest("hex"),
  ).toBe(createHash("sha256").update(bundle).digest("hex"));
  expect(createHash("sha256").update(bundle).digest("hex")).toMatchInlineSnapshot(
    `"ab0963570a32231af2d46298c94d59df6f5349739c7e96afce81590617700d11"`,
  );
});

test("another key is told apart from a change", () => {
  const other = bundleSignerOf(Buffer.alloc(32, 8));
  expect(verifyBundle(bundle, other.publicKey)).toEqual({ kind: "broken", fault: "key" });
  expect(verifyBundle(packBundle(files, facts, other), signer.publicKey)).toEqual({
    kind: "broken",
    fault: "key",
  });
});

test("one flipped bit in any file is detected, at 300 places of each, packed again or not", () => {
  const inside = unzipSync(bundle);
  for (const [name, content] of Object.entries(inside)) {
    const bits = content.length * 8;
    const places =
      bits <= 300
        ? Array.from({ length: bits }, (_, bit) => bit)
        : fc.sample(fc.nat(bits - 1), { numRuns: 300, seed: 1 });
    for (const bit of places) {
      const changed = { ...inside, [name]: flipped(content, bit) };
      // As careful as a forger: the archive itself is sound.
      const repacked = zipSync(changed, { level: 0, mtime: new Date(1980, 0, 1, 12) });
      expect(verifyBundle(repacked, signer.publicKey).kind, `${name} ${bit}`).toBe("broken");
    }
  }
});

test("one flipped bit anywhere in the archive is detected, whatever it stands for (every fifth)", () => {
  for (let bit = 0; bit < bundle.length * 8; bit += 5) {
    if (verifyBundle(flipped(bundle, bit), null).kind !== "broken") expect.fail(`bit ${bit} was not noticed`);
  }
}, 60_000);

test("a bundle that was cut, lengthened or put together otherwise is refused, and nothing throws", () => {
  for (let length = 0; length < bundle.length; length += 7) {
    expect(verifyBundle(bundle.subarray(0, length), null).kind).toBe("broken");
  }
  expect(verifyBundle(Buffer.concat([bundle, Buffer.of(0)]), null)).toEqual({
    kind: "broken",
    fault: "repacked",
  });
  expect(verifyBundle(Buffer.concat([Buffer.of(0), bundle]), null).kind).toBe("broken");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
      expect(verifyBundle(noise, null).kind).toBe("broken");
      expect(verifyBundle(Buffer.concat([bundle.subarray(0, 60), noise]), null).kind).toBe("broken");
    }),
  );
});

test("files added, removed, renamed or in another order are noticed although each is signed", () => {
  const inside = unzipSync(bundle);
  const stored = { level: 0, mtime: new Date(1980, 0, 1, 12) } as const;
  const { "README.txt": _, ...fewer } = inside;
  for (const changed of [
    fewer,
    { ...inside, "more.txt": strToU8("more") },
    Object.fromEntries(Object.entries(inside).toReversed()),
  ]) {
    expect(verifyBundle(zipSync(changed, stored), null)).toEqual({ kind: "broken", fault: "names" });
  }
});

test("a bomb, a path that leads elsewhere and a foreign archive are refused before anything is unpacked", () => {
  const stored = { level: 0, mtime: new Date(1980, 0, 1, 12) } as const;
  const bomb = zipSync({ "timeline.pdf": new Uint8Array(50_000_000) }, { level: 9 });
  expect(bomb.length).toBeLessThan(100_000);
  expect(verifyBundle(bomb, null)).toEqual({ kind: "broken", fault: "not_a_bundle" });
  for (const name of [
    "../../etc/passwd",
    "/etc/passwd",
    "a/b.txt",
    "..",
    "a\\b.txt",
    "C:x.txt",
    ".hidden",
    "a\u0000.txt",
    "12.txt",
  ]) {
    const archive = zipSync({ ...unzipSync(bundle), [name]: strToU8("x") }, stored);
    expect(verifyBundle(archive, null), name).toEqual({ kind: "broken", fault: "not_a_bundle" });
  }
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`f${n}.txt`, new Uint8Array()]));
  expect(verifyBundle(zipSync(many, stored), null)).toEqual({ kind: "broken", fault: "not_a_bundle" });
});

test("the command says in words what it found, and its exit status says it to programs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vigie-verify-"));
  const run = async (name: string, key: string | null = null, json = false) => {
    const said: string[] = [];
    const stream = { write: (text: string) => said.push(text) };
    const status = await runVerifyCommand({
      file: join(folder, name),
      key,
      json,
      stdout: stream,
      stderr: stream,
    });
    return { status, said: said.join("") };
  };
  writeFileSync(join(folder, "good.zip"), bundle);
  writeFileSync(join(folder, "bad.zip"), flipped(bundle, 8_000));
  writeFileSync(join(folder, "not.zip"), "hello");

  expect(await run("good.zip", signer.publicKey)).toMatchObject({ status: 0 });
  expect((await run("good.zip")).said).toContain("No key was given");
  expect((await run("good.zip")).said).toContain(signer.publicKey);
  expect(await run("bad.zip")).toMatchObject({ status: 1, said: expect.stringContaining("NOT VERIFIED") });
  expect(await run("not.zip")).toMatchObject({
    status: 1,
    said: expect.stringContaining("archive is damaged"),
  });
  expect(await run("good.zip", "00".repeat(32))).toMatchObject({
    status: 1,
    said: expect.stringContaining("another key"),
  });
  expect(await run("none.zip")).toMatchObject({ status: 2, said: expect.stringContaining("ENOENT") });
  expect(await run(".")).toMatchObject({ status: 2 });
  expect(await run("good.zip", "abc")).toMatchObject({ status: 2, said: expect.stringContaining("64") });
  expect(JSON.parse((await run("good.zip", signer.publicKey, true)).said)).toMatchObject({
    kind: "intact",
    keyCompared: true,
  });
  rmSync(folder, { recursive: true });
});
