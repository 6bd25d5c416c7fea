import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deskLabelView, labelDocument, labelRevocationsDocument } from "@vigie/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { quietLog } from "../../../../test/quiet-log.ts";
import { readConfig } from "../config.ts";
import { createServer } from "../http/server.ts";
import { openServiceKeys } from "../vault/service-keys.ts";
import type { Vigie } from "../vigie.ts";
import { carryLabel } from "./carry-label.ts";
import { expireLabels } from "./expire-labels.ts";
import { issueLabel } from "./issue-label.ts";
import { jwkOf, thumbprintOf } from "./jws-rules.ts";
import { listLabels } from "./list-labels.ts";
import { ownLabel } from "./own-label.ts";
import { revocationList } from "./revocation-list.ts";
import { revokeLabel } from "./revoke-label.ts";
import { labelRoutes } from "./routes.ts";
import { claimsOf } from "./stored-label.ts";
import { checks, days, now, signerNumber, stranger, voucher } from "./test-labels.ts";
import { verifyLabel } from "./verify-label-rules.ts";

const database = useDatabase();
let folder = "";
let keys: Vigie["keys"];
let at = now;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vigie-labels-"));
  keys = await openServiceKeys(join(folder, "keys"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  at = now;
  await database.db.deleteFrom("labels").execute();
});

function vigieWith(settings: Record<string, string> = {}, signer = keys.labels): Vigie {
  const config = readConfig({
    VIGIE_HOTLINE_NAME: "Ligne d’écoute",
    VIGIE_HOTLINE_AREAS: "hate,fraud",
    ...settings,
  });
  return {
    config,
    log: quietLog,
    clock: { now: () => at },
    db: database.db,
    keys: { ...keys, labels: signer },
  } as unknown as Vigie;
}

test("the first need of a label makes one, however many need it at once", async () => {
  const labels = await Promise.all(Array.from({ length: 10 }, () => ownLabel(vigieWith())));
  expect(new Set(labels.map(({ jws }) => jws)).size).toBe(1);
  expect(await listLabels(vigieWith())).toHaveLength(1);
  expect(verifyLabel(labels[0]?.jws ?? "", checks())).toMatchObject({
    kind: "ok",
    level: "declared",
    claims: {
      name: "Ligne d’écoute",
      country: "FR",
      areas: ["hate", "fraud"],
      sub: thumbprintOf(jwkOf(keys.labels)),
    },
  });
  const events = await database.db
    .selectFrom("events")
    .select("details")
    .where("type", "=", "label.issued")
    .execute();
  expect(events).toEqual([{ details: { own: true } }]);
});

test("a label is made anew 30 days before its end, and when what it says is no longer so", async () => {
  const { jws, expiresAt } = await ownLabel(vigieWith());
  expect(expiresAt).toEqual(days(365));
  at = days(334);
  expect((await ownLabel(vigieWith())).jws).toBe(jws);
  at = days(336);
  const renewed = await ownLabel(vigieWith());
  expect(renewed.expiresAt).toEqual(days(336 + 365));
  const changes = [
    { VIGIE_HOTLINE_NAME: "Autre" },
    { VIGIE_HOTLINE_AREAS: "hate" },
    { VIGIE_COUNTRY: "BE" },
    { VIGIE_PUBLIC_URL: "https://ligne.example" },
  ];
  for (const change of changes) expect((await ownLabel(vigieWith(change))).jws).not.toBe(renewed.jws);
  // Another key: the keys folder of another installation over the same database.
  const other = await ownLabel(vigieWith({}, stranger));
  expect(verifyLabel(other.jws, checks({ now: at })).kind).toBe("ok");
});

test("a name that no label may hold is told without what cannot be shown", async () => {
  const name = `Ligne\u0007 ${"é".repeat(300)}`;
  const { jws } = await ownLabel(vigieWith({ VIGIE_HOTLINE_NAME: name }));
  expect(claimsOf(jws).name).toBe(`Ligne ${"é".repeat(194)}`);
  expect((await ownLabel(vigieWith({ VIGIE_HOTLINE_NAME: name }))).jws).toBe(jws);
});

test("another's label is vouched for, carried in place of one's own, and fails once its issuer revoked it", async () => {
  const theirs = vigieWith({ VIGIE_HOTLINE_NAME: "Réseau" }, voucher);
  const request = {
    key: jwkOf(keys.labels),
    name: "Ligne d’écoute",
    country: "FR",
    areas: ["hate"],
    days: 100,
  };
  const { id, jws } = await issueLabel(theirs, request);
  // Each installation has a database of its own.
  const kept = await database.db
    .selectFrom("labels")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  expect(kept.own).toBe(false);
  await database.db.deleteFrom("labels").execute();

  const ours = vigieWith();
  await ownLabel(ours);
  expect(await carryLabel(ours, { jws, issuer: jwkOf(stranger) })).toEqual({
    kind: "refused",
    code: "unknown_key",
  });
  expect(await carryLabel(ours, { jws, issuer: jwkOf(voucher) })).toMatchObject({ kind: "carried" });
  await carryLabel(ours, { jws, issuer: jwkOf(voucher) });
  expect(await listLabels(ours)).toHaveLength(2);
  expect((await ownLabel(ours)).jws).toBe(jws);
  const foreign = { ...ours, keys: { ...keys, labels: signerNumber(9) } };
  expect(await carryLabel(foreign, { jws, issuer: jwkOf(voucher) })).toEqual({
    kind: "refused",
    code: "not_ours",
  });

  const trusted = [jwkOf(voucher)];
  const verdictNow = (revocations: string | null) => verifyLabel(jws, checks({ trusted, revocations }));
  await database.db.deleteFrom("labels").execute();
  await database.db.insertInto("labels").values(kept).execute();
  expect(verdictNow(await revocationList(theirs))).toMatchObject({
    kind: "ok",
    level: "vouched",
    revocations: "fresh",
  });
  await revokeLabel(theirs, { id, why: "ceased" });
  expect(verdictNow(await revocationList(theirs))).toEqual({ kind: "refused", code: "revoked" });
  // Our own list says nothing of others' labels.
  expect(verdictNow(await revocationList(ours))).toEqual({ kind: "refused", code: "revocations_unusable" });
});

test("revoking is final and done once; an unknown number is refused", async () => {
  const vigie = vigieWith();
  const [label] = [await ownLabel(vigie)];
  const [{ id = "" } = {}] = await listLabels(vigie);
  const first = await revokeLabel(vigie, { id, why: "key_compromised" });
  at = days(1);
  expect(await revokeLabel(vigie, { id, why: "mistaken" })).toEqual(first);
  expect((await listLabels(vigie)).map(({ why }) => why)).toEqual(["key_compromised"]);
  expect(
    await database.db
      .selectFrom("events")
      .select("details")
      .where("type", "=", "label.revoked")
      .where("subject_id", "=", id)
      .execute(),
  ).toEqual([{ details: { why: "key_compromised" } }]);
  expect((await ownLabel(vigie)).jws).not.toBe(label?.jws);
  for (const unknown of ["x", "00000000-0000-4000-8000-000000000000"])
    await expect(revokeLabel(vigie, { id: unknown, why: "ceased" })).rejects.toMatchObject({
      code: "label.unknown",
    });
});

test("labels go a year after their end, and leave the list with it", async () => {
  const vigie = vigieWith();
  await ownLabel(vigie);
  const [{ id = "" } = {}] = await listLabels(vigie);
  await revokeLabel(vigie, { id, why: "ceased" });
  const named = async () =>
    Buffer.from((await revocationList(vigie)).split(".")[1] ?? "", "base64url").includes(id);
  expect(await named()).toBe(true);
  at = days(367);
  expect(await named()).toBe(false);
  await expireLabels(vigie);
  expect(await listLabels(vigie)).toHaveLength(1);
  at = days(731);
  await expireLabels(vigie);
  expect(await listLabels(vigie)).toHaveLength(0);
});

test("the label, its key and the revocations are public, and the desk sees the same label", async () => {
  const vigie = vigieWith({ VIGIE_PUBLIC_URL: "https://ligne.example" });
  const app = await createServer({
    log: quietLog,
    authenticate: async () => ({ language: "fr", role: "observer" }) as never,
    notFoundPage: () => ({ status: 404, headers: {}, body: "" }),
  });
  labelRoutes(app, vigie);
  try {
    const get = async (url: string) => (await app.inject({ method: "GET", url })).json();
    const { label, key } = labelDocument.parse(await get("/.well-known/vigie-label.json"));
    const { revocations } = labelRevocationsDocument.parse(
      await get("/.well-known/vigie-label-revocations.json"),
    );
    expect(verifyLabel(label, checks({ revocations, trusted: [key] }))).toMatchObject({
      kind: "ok",
      level: "vouched",
    });
    expect(key.kid).toBe(thumbprintOf(key));
    expect(JSON.stringify(key)).not.toContain('"d"');
    const desk = deskLabelView.parse(await get("/api/v1/desk/label"));
    expect(desk).toMatchObject({
      label: { jws: label, level: "declared", issuer: "Ligne d’écoute", revokedAt: null },
      address: "https://ligne.example/.well-known/vigie-label.json",
    });
    expect(JSON.parse(desk.publicKey)).toEqual(key);
  } finally {
    await app.close();
  }
});
