import { randomBytes } from "node:crypto";
import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { passkeysPerMember } from "@vigie/contract";
import { expect, test, vi } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { addPasskey, askNewPasskey } from "./add-passkey.ts";
import { deactivateMember } from "./deactivate-member.ts";
import { listPasskeys, removePasskey, renamePasskey } from "./own-passkeys.ts";
import { passkeySite } from "./passkey-site-rules.ts";
import { readSession } from "./read-session.ts";
import { askPasskey, signInWithPasskey } from "./sign-in-with-passkey.ts";
import { takeAttempt } from "./take-attempt.ts";
import { bytes, TestPasskey, text } from "./test-passkey.ts";
import { type Enrolled, useTeam } from "./test-team.ts";

vi.mock("@simplewebauthn/server", { spy: true });
vi.mock("./take-attempt.ts", { spy: true });

const database = useDatabase();
const team = useTeam(database);

const refused = { code: "passkey.refused" };

async function requesterOf({ sessionToken }: Pick<Enrolled, "sessionToken">) {
  const requester = await readSession(team.vigie, sessionToken);
  if (!requester) throw new Error("no session");
  return requester;
}

async function question(member: Enrolled) {
  const requester = await requesterOf(member);
  return { requester, ...(await askNewPasskey(team.vigie, { requester, password: member.password })) };
}

async function withPasskey() {
  const member = await team.enrol("analyst");
  const { requester, challenge } = await question(member);
  const passkey = new TestPasskey();
  const credential = passkey.create({ challenge });
  const { passkeyId } = await addPasskey(team.vigie, { requester, name: "Ordinateur", credential });
  return { member, passkey, passkeyId };
}

type Ceremony = Omit<Parameters<TestPasskey["get"]>[0], "challenge">;

async function signIn(passkey: TestPasskey, ceremony: Ceremony = {}) {
  const { question, attemptToken } = await askPasskey(team.vigie);
  const credential = passkey.get({ challenge: question.challenge, counter: 2, ...ceremony });
  return signInWithPasskey(team.vigie, { attemptToken, credential });
}

test("a passkey signs in alone, and the session it opens is locked", async () => {
  const { member, passkey } = await withPasskey();
  const { sessionToken, memberId } = await signIn(passkey);
  expect(memberId).toBe(member.memberId);
  const requester = await requesterOf({ sessionToken });
  expect(requester).toMatchObject({ memberId, unlocked: false });
  await expect(requester.teamKey()).rejects.toMatchObject({ code: "session.locked" });
  expect(await listPasskeys(team.vigie, { requester })).toMatchObject([
    { name: "Ordinateur", lastUsedAt: team.vigie.clock.now().toISOString() },
  ]);
});

test("what is signed for another place, by nobody verified or with another key is refused", async () => {
  const { passkey } = await withPasskey();
  const wrong: Ceremony[] = [
    { origin: "http://localhost:9999" },
    { origin: "http://127.0.0.1:8080" },
    { origin: "https://localhost:8080" },
    { rpId: "elsewhere.example" },
    { verified: false },
  ];
  for (const ceremony of wrong) {
    await expect(signIn(passkey, ceremony), JSON.stringify(ceremony)).rejects.toMatchObject(refused);
    team.advance(70_000);
  }
  const thief = new TestPasskey();
  Object.defineProperty(thief, "id", { value: passkey.id });
  await expect(signIn(thief)).rejects.toMatchObject(refused);
  team.advance(70_000);
  await expect(signIn(new TestPasskey())).rejects.toMatchObject(refused);
  await signIn(passkey);
});

test("a question is answered once, in time, by the browser that was asked", async () => {
  const { passkey } = await withPasskey();
  const asked = await askPasskey(team.vigie);
  const other = await askPasskey(team.vigie);
  const answer = (challenge: string, counter: number) => passkey.get({ challenge, counter });
  const { challenge } = asked.question;
  for (const attemptToken of [null, "invented", other.attemptToken]) {
    await expect(
      signInWithPasskey(team.vigie, { attemptToken, credential: answer(challenge, 2) }),
    ).rejects.toMatchObject(refused);
  }
  await signInWithPasskey(team.vigie, {
    attemptToken: asked.attemptToken,
    credential: answer(challenge, 2),
  });
  await expect(
    signInWithPasskey(team.vigie, { attemptToken: asked.attemptToken, credential: answer(challenge, 3) }),
  ).rejects.toMatchObject(refused);

  const late = await askPasskey(team.vigie);
  team.advance(5 * 60_000);
  await expect(
    signInWithPasskey(team.vigie, {
      attemptToken: late.attemptToken,
      credential: answer(late.question.challenge, 4),
    }),
  ).rejects.toMatchObject(refused);
});

test("a count that does not grow is a copy: refused, and written in the log", async () => {
  const { passkey, passkeyId } = await withPasskey();
  await signIn(passkey, { counter: 5 });
  for (const counter of [5, 4, 0]) {
    await expect(signIn(passkey, { counter })).rejects.toMatchObject(refused);
    team.advance(70_000);
  }
  const suspected = await database.db
    .selectFrom("events")
    .select("subject_id")
    .where("type", "=", "passkey.copy_suspected")
    .execute();
  expect(suspected).toEqual([5, 4, 0].map(() => ({ subject_id: passkeyId })));
  await signIn(passkey, { counter: 6 });

  const outcomes = await Promise.allSettled([
    signIn(passkey, { counter: 7 }),
    signIn(passkey, { counter: 7 }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("one that is kept on several devices counts nothing, and works for ever", async () => {
  const member = await team.enrol("observer");
  const { requester, challenge } = await question(member);
  const passkey = new TestPasskey();
  const credential = passkey.create({ challenge, counter: 0 });
  await addPasskey(team.vigie, { requester, name: "Téléphone", credential });
  for (let turn = 0; turn < 3; turn += 1) await signIn(passkey, { counter: 0 });
});

test("a new one answers the question its own session was asked, once, with the person verified", async () => {
  const member = await team.enrol("analyst");
  const stranger = await team.enrol("analyst");
  const asked = await question(member);
  const theirs = await question(stranger);
  const { challenge } = asked;
  const add = (requester: typeof asked.requester, credential: ReturnType<TestPasskey["create"]>) =>
    addPasskey(team.vigie, { requester, name: "Clé", credential });
  await expect(add(theirs.requester, new TestPasskey().create({ challenge }))).rejects.toMatchObject(refused);
  const unverified = new TestPasskey().create({ challenge, verified: false });
  await expect(add(asked.requester, unverified)).rejects.toMatchObject(refused);
  // The question is gone with its first answer.
  await expect(add(asked.requester, new TestPasskey().create({ challenge }))).rejects.toMatchObject(refused);

  const again = await question(member);
  const passkey = new TestPasskey();
  await add(again.requester, passkey.create({ challenge: again.challenge }));
  const taken = await question(stranger);
  await expect(add(taken.requester, passkey.create({ challenge: taken.challenge }))).rejects.toMatchObject(
    refused,
  );
});

test("nothing of a maker's certificate is read: it may name an address that would be fetched", async () => {
  const member = await team.enrol("analyst");
  vi.mocked(verifyRegistrationResponse).mockClear();
  for (const format of ["packed", "fido-u2f", "android-key", "apple", "tpm"]) {
    const statement = Buffer.concat([
      ...[text("fmt"), text(format), text("attStmt"), Buffer.of(0xa3), text("alg"), Buffer.of(0x26)],
      ...[text("sig"), bytes(Buffer.alloc(8)), text("x5c"), Buffer.of(0x81), bytes(Buffer.alloc(8))],
    ]);
    const { requester, challenge } = await question(member);
    const credential = new TestPasskey().create({ challenge, statement });
    await expect(addPasskey(team.vigie, { requester, name: "Clé", credential })).rejects.toMatchObject(
      refused,
    );
  }
  expect(verifyRegistrationResponse).not.toHaveBeenCalled();
});

test("removing asks for the password; a removed one and that of somebody who left open nothing", async () => {
  const { member, passkey, passkeyId } = await withPasskey();
  const requester = await requesterOf(member);
  const stranger = await team.enrol("analyst");
  await expect(
    removePasskey(team.vigie, { requester, passkeyId, password: "une autre" }),
  ).rejects.toMatchObject({ code: "session.wrong_password" });
  await expect(
    removePasskey(team.vigie, {
      requester: await requesterOf(stranger),
      passkeyId,
      password: stranger.password,
    }),
  ).rejects.toMatchObject({ code: "request.not_found" });
  await expect(
    renamePasskey(team.vigie, { requester: await requesterOf(stranger), passkeyId, name: "À moi" }),
  ).rejects.toMatchObject({ code: "request.not_found" });
  await renamePasskey(team.vigie, { requester, passkeyId, name: " Clé du bureau " });
  expect(await listPasskeys(team.vigie, { requester })).toMatchObject([{ name: "Clé du bureau" }]);
  await signIn(passkey);
  await removePasskey(team.vigie, { requester, passkeyId, password: member.password });
  await expect(signIn(passkey, { counter: 9 })).rejects.toMatchObject(refused);

  const left = await withPasskey();
  await deactivateMember(team.vigie, {
    requester: await team.enrol("admin"),
    memberId: left.member.memberId,
  });
  await expect(signIn(left.passkey)).rejects.toMatchObject(refused);
});

test("wrong answers and wrong passwords slow the account down, whichever way they come", async () => {
  const { member, passkey, passkeyId } = await withPasskey();
  for (let turn = 0; turn < 3; turn += 1) {
    await expect(signIn(passkey, { verified: false })).rejects.toMatchObject(refused);
  }
  await expect(signIn(passkey)).rejects.toMatchObject({ code: "session.slow_down" });
  const requester = await requesterOf(member);
  await expect(
    removePasskey(team.vigie, { requester, passkeyId, password: member.password }),
  ).rejects.toMatchObject({ code: "session.slow_down" });
});

test("passkeys that nobody has are refused alike, and leave the names that wait alone", async () => {
  const unknown = new TestPasskey();
  vi.mocked(takeAttempt).mockClear();
  for (let turn = 0; turn < 5; turn += 1) await expect(signIn(unknown)).rejects.toMatchObject(refused);
  expect(takeAttempt).not.toHaveBeenCalled();
});

test("strangers are asked a thousand questions at once, sessions theirs ever, and room comes back with time", async () => {
  const { db } = database;
  const expires_at = new Date(team.vigie.clock.now().getTime() + 60_000);
  await db.deleteFrom("passkey_challenges").execute();
  const waiting = Array.from({ length: 1_000 }, () => ({
    holder_hash: randomBytes(32),
    challenge: "",
    expires_at,
  }));
  await db.insertInto("passkey_challenges").values(waiting).execute();
  await expect(askPasskey(team.vigie)).rejects.toMatchObject({ code: "service.busy" });
  await question(await team.enrol("analyst"));
  team.advance(60_000);
  await askPasskey(team.vigie);
  expect(await db.selectFrom("passkey_challenges").select("challenge").execute()).toHaveLength(2);
});

test("nobody has more passkeys than they can know by name", async () => {
  const member = await team.enrol("analyst");
  for (let count = 0; count < passkeysPerMember; count += 1) {
    const { requester, challenge } = await question(member);
    const credential = new TestPasskey().create({ challenge });
    await addPasskey(team.vigie, { requester, name: `Clé ${count}`, credential });
  }
  await expect(question(member)).rejects.toMatchObject({ code: "passkey.too_many" });
});

test("passkeys hold for a domain name over https, or for the machine itself", () => {
  expect(passkeySite("https://vigie.example")).toEqual({
    rpId: "vigie.example",
    origin: "https://vigie.example",
  });
  expect(passkeySite("https://vigie.example:8443")).toEqual({
    rpId: "vigie.example",
    origin: "https://vigie.example:8443",
  });
  for (const host of ["127.0.0.1", "[::1]", "localhost"]) {
    expect(passkeySite(`http://${host}:8080`)).toEqual({
      rpId: "localhost",
      origin: "http://localhost:8080",
    });
  }
  for (const url of ["http://vigie.example", "https://192.0.2.7", "https://[2001:db8::1]"])
    expect(passkeySite(url)).toBeNull();
});
