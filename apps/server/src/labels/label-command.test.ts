import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { readConfig } from "../config.ts";
import { composeMessage } from "../mail/compose-message.ts";
import { openServiceKeys } from "../vault/service-keys.ts";
import type { Vigie } from "../vigie.ts";
import { jwkOf, thumbprintOf } from "./jws-rules.ts";
import { type LabelAction, runLabelCommand } from "./label-command.ts";
import { revocationList } from "./revocation-list.ts";
import { signMail } from "./sign-mail.ts";
import { now, voucher } from "./test-labels.ts";
import { runVerifyLabel, type VerifyLabelOptions } from "./verify-label-command.ts";

const database = useDatabase();
let folder = "";
/** The hotline whose label it is, and the one that vouches for it. */
let hotline: Vigie;
let network: Vigie;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vigie-label-command-"));
  const keys = await openServiceKeys(join(folder, "keys"));
  const vigieOf = (name: string, labels: typeof voucher) =>
    ({
      config: readConfig({ VIGIE_HOTLINE_NAME: name, VIGIE_HOTLINE_EMAIL: "contact@ligne.example" }),
      log: quietLog,
      clock: { now: () => now },
      db: database.db,
      keys: { ...keys, labels },
    }) as unknown as Vigie;
  hotline = vigieOf("Ligne d’écoute", keys.labels);
  network = vigieOf("Réseau", voucher);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(
    path,
    typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content),
  );
  return path;
}

function streams(json = false) {
  const said = { out: "", err: "" };
  const stdout = { write: (text: string) => (said.out += text) };
  const stderr = { write: (text: string) => (said.err += text) };
  return { said, streams: { json, stdout, stderr } };
}

async function run(vigie: Vigie, action: LabelAction, json = false) {
  const { said, streams: open } = streams(json);
  return { status: await runLabelCommand(vigie, action, open), ...said };
}

async function verify(path: string, more: Partial<VerifyLabelOptions> = {}) {
  const { said, streams: open } = streams();
  const none = { trust: [], register: null, revocations: null, area: null };
  return { status: await runVerifyLabel({ file: path, ...none, now, ...open, ...more }), ...said };
}

test("from one's own label to a vouched one, a match in the register and a revocation, all checked from files", async () => {
  // The hotline's own label, and its key for the network.
  const own = await run(hotline, { action: "issue", for: null });
  expect(own).toMatchObject({ status: 0, err: "Valid until 2027-03-02.\n" });
  const ownFile = await file("own.json", { label: own.out.trim(), key: jwkOf(hotline.keys.labels) });
  expect(await verify(ownFile)).toMatchObject({
    status: 0,
    out: expect.stringContaining("level      declared:"),
  });

  // The network vouches for it; the hotline carries that from now on.
  const vouched = await run(network, {
    action: "issue",
    for: { key: ownFile, name: "Ligne d’écoute", country: "FR", areas: ["hate"], days: 100 },
  });
  expect(vouched).toMatchObject({ status: 0, err: "Valid until 2026-06-10.\n" });
  const trust = await file("network.json", jwkOf(voucher));
  const vouchedFile = await file("vouched.jws", vouched.out);
  expect(await verify(vouchedFile)).toMatchObject({ status: 1, out: expect.stringContaining("unknown_key") });
  await database.db.deleteFrom("labels").where("own", "=", false).execute();
  expect(await run(hotline, { action: "carry", file: vouchedFile, trust })).toMatchObject({
    status: 0,
    out: "Notices now carry the label that Réseau issued, until 2026-06-10.\n",
  });

  // A mail of the hotline, as its recipient has it.
  const noticeId = "7d9a8c1e-0a41-4a38-9a5a-2f3a4b5c6d7e";
  const message = {
    messageId: `${noticeId}@ligne.example`,
    subject: "Notification",
    text: "Madame, Monsieur,\n\nVeuillez agir.\n",
    date: now,
  };
  const headers = await signMail(hotline, {
    ...message,
    noticeId,
    to: "abuse@hote.example",
    replyTo: "contact@ligne.example",
  });
  const raw = await composeMessage(
    { name: "Ligne d’écoute", address: "contact@ligne.example" },
    {
      ...message,
      to: { name: "Hôte", address: "abuse@hote.example" },
      replyTo: "contact@ligne.example",
      language: "fr",
      automatic: false,
      headers: { "Vigie-Notice": noticeId, ...headers },
    },
  );
  const mail = await file("notice.eml", raw);
  const register = await file("register.json", [
    {
      thumbprint: thumbprintOf(jwkOf(hotline.keys.labels)),
      register: "https://register.example",
      entry: "n° 12",
      matchedOn: "2026-02-01",
      matchedBy: "Ada",
      areas: ["fraud", "hate"],
    },
  ]);
  const revocations = await file("revocations.json", { revocations: await revocationList(network) });
  const good = await verify(mail, { trust: [trust], register, revocations, area: "hate" });
  expect(good.status).toBe(0);
  expect(good.out).toContain("trusted flagger");
  expect(good.out).toContain("https://register.example, n° 12, matched on 2026-02-01 by Ada");
  expect(good.out).toContain("areas      hate\n");
  expect(good.out).toContain(`notice     ${noticeId}`);
  expect((await verify(mail, { trust: [trust], revocations })).out).not.toContain("flagger");
  expect(await verify(mail, { trust: [trust], area: "fraud" })).toMatchObject({
    status: 1,
    out: expect.stringContaining("area_not_covered"),
  });
  const changed = await file("changed.eml", raw.toString("latin1").replace("Veuillez", "Veuilles"));
  expect(await verify(changed, { trust: [trust] })).toMatchObject({
    status: 1,
    out: expect.stringMatching(/^REFUSED \(bad_signature\)\. .+ask the sender\.\n$/),
  });

  // The network takes it back: in its own database, where it was issued.
  const { labels } = JSON.parse((await run(hotline, { action: "list" }, true)).out);
  const { id } = labels.find(({ issuer }: { issuer: string }) => issuer === "Réseau");
  expect(await run(network, { action: "revoke", id, why: "ceased" })).toMatchObject({ status: 0 });
  const newer = await file("newer.json", { revocations: await revocationList(network) });
  expect(await verify(mail, { trust: [trust], revocations: newer })).toMatchObject({
    status: 1,
    out: expect.stringContaining("REFUSED (revoked)"),
  });
  expect((await run(hotline, { action: "list" })).out).toMatch(/^our key {2}[\w-]{43}\n(.+\n){2}$/);
});

test("a program reads one JSON object", async () => {
  const path = await file("own.jws", (await run(hotline, { action: "issue", for: null })).out);
  const { out, status } = await verify(path, { json: true });
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    kind: "ok",
    claims: { country: "FR" },
    revocations: "not_checked",
  });
});

test("a file or an option that cannot be used is said plainly, with what to do", async () => {
  const label = await file("a.jws", (await run(hotline, { action: "issue", for: null })).out);
  const bad = await file("bad.json", { kty: "RSA" });
  const notJson = await file("not-json.txt", "clé");
  for (const [outcome, words] of [
    [await verify(join(folder, "absent")), /cannot be read \(ENOENT\)\. Check its path/],
    [await verify(folder), /is not a file/],
    [await verify(label, { trust: [bad] }), /holds no public key\. Give the JWK/],
    [await verify(label, { trust: [notJson] }), /is not JSON/],
    [await verify(label, { register: bad }), /is no register/],
    [await verify(label, { area: "Haine" }), /family of grounds/],
    [await run(hotline, { action: "carry", file: label, trust: notJson }), /is not JSON/],
  ] as const) {
    expect(outcome).toMatchObject({ status: 2, out: "" });
    expect(outcome.err).toMatch(words);
  }
  const key = await file("key.json", jwkOf(voucher));
  const asked = { key, name: "Autre", country: "Belgique", areas: [], days: 365 };
  expect(await run(hotline, { action: "issue", for: asked })).toMatchObject({
    status: 2,
    err: expect.stringContaining("country"),
  });
  const tooLong = { ...asked, country: "BE", days: 500 };
  expect(await run(hotline, { action: "issue", for: tooLong })).toMatchObject({
    status: 2,
    err: expect.stringContaining("400 days"),
  });
  expect(await run(hotline, { action: "revoke", id: "x", why: "ceased" })).toMatchObject({
    status: 1,
    err: expect.stringContaining("vigie label list"),
  });
  expect(await run(hotline, { action: "carry", file: label, trust: key })).toMatchObject({ status: 1 });
});
