import { expect, test } from "vitest";
import { newKeyPair, openSealed, sealTo } from "./sealed-box.ts";
import { newToken } from "./secret-token.ts";
import {
  unlockTeamKeyForMember,
  unlockTeamKeyForToken,
  wrapTeamKeyForMember,
  wrapTeamKeyForToken,
} from "./team-key.ts";

const cheap = { memoryKib: 8, passes: 1 };

test("each member unlocks the one team key with their own passphrase", async () => {
  const teamKey = newKeyPair();
  const box = sealTo(teamKey.publicKey, "the reporter's words");
  for (const passphrase of ["phare au large", "une autre phrase"]) {
    const copy = {
      box: await wrapTeamKeyForMember(teamKey, passphrase, cheap),
      publicKey: teamKey.publicKey,
    };
    const unlocked = await unlockTeamKeyForMember(copy, passphrase);
    if (unlocked.kind !== "unlocked") throw new Error(unlocked.kind);
    expect(openSealed(unlocked.teamKey, box)?.toString("utf8")).toBe("the reporter's words");
    expect(await unlockTeamKeyForMember(copy, "faux")).toEqual({ kind: "refused" });
  }
});

test("a session's copy opens with that session's token only", () => {
  const teamKey = newKeyPair();
  const token = newToken();
  const copy = { box: wrapTeamKeyForToken(teamKey, token), publicKey: teamKey.publicKey };
  const unlocked = unlockTeamKeyForToken(copy, token);
  if (unlocked.kind !== "unlocked") throw new Error(unlocked.kind);
  expect(Buffer.compare(unlocked.teamKey.privateKey, teamKey.privateKey)).toBe(0);
  expect(unlockTeamKeyForToken(copy, newToken())).toEqual({ kind: "refused" });
  expect(unlockTeamKeyForToken(copy, "not a token")).toEqual({ kind: "refused" });
  expect(() => wrapTeamKeyForToken(teamKey, "not a token")).toThrow(TypeError);
});

test("a copy of another team key is told apart from a wrong passphrase", async () => {
  const current = newKeyPair();
  const former = newKeyPair();
  const token = newToken();
  const memberCopy = {
    box: await wrapTeamKeyForMember(former, "phrase", cheap),
    publicKey: current.publicKey,
  };
  expect(await unlockTeamKeyForMember(memberCopy, "phrase")).toEqual({ kind: "other_key" });
  const sessionCopy = { box: wrapTeamKeyForToken(former, token), publicKey: current.publicKey };
  expect(unlockTeamKeyForToken(sessionCopy, token)).toEqual({ kind: "other_key" });
});
