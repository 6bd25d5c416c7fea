import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { deactivateMember } from "./deactivate-member.ts";
import { joinTeam } from "./join-team.ts";
import { openInvitation } from "./open-invitation.ts";
import { readSession } from "./read-session.ts";
import { signIn } from "./sign-in.ts";
import { useTeam } from "./test-team.ts";
import { unlockSession } from "./unlock-session.ts";

const database = useDatabase();
const team = useTeam(database);

/** Every row of every table as text, bytes in hexadecimal. */
async function dump(): Promise<string> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.pool.query<{ line: string }>(`select t::text as line from ${name} t`);
    parts.push(...rows.map(({ line }) => line));
  }
  return parts.join("\n").toLowerCase();
}

test("a copy of the database holds no password, passphrase, second factor, token or team key", async () => {
  const { vigie, teamKey, firstToken } = team;
  const first = await openInvitation(vigie, { token: firstToken });
  const founder = { name: "Fondatrice", password: "mot de passe initial", passphrase: "phrase initiale" };
  const firstCode = await team.codeNow(first.totpSecret);
  const joined = await joinTeam(vigie, { ...founder, token: firstToken, code: firstCode, language: "fr" });
  const members = [await team.enrol("admin"), await team.enrol("analyst"), await team.enrol("observer")];
  const [admin, analyst, observer] = members;
  if (!admin || !analyst || !observer) throw new Error("no members");
  const openToken = await team.invite("analyst");
  const code = await team.freshCode(analyst);
  const { sessionToken } = await signIn(vigie, { ...analyst, code });
  const requester = await readSession(vigie, sessionToken);
  if (!requester) throw new Error("no session");
  await unlockSession(vigie, { requester, sessionToken, passphrase: analyst.passphrase });
  await deactivateMember(vigie, { requester: admin, memberId: observer.memberId });

  const copy = await dump();
  expect(copy).toContain(analyst.name.toLowerCase());
  const secrets = [
    ...members.flatMap((member) => [
      member.password,
      member.passphrase,
      member.totpSecret,
      member.sessionToken,
    ]),
    ...[founder.password, founder.passphrase, first.totpSecret, joined.sessionToken],
    ...[sessionToken, openToken, firstToken],
  ];
  const forms = (secret: string) => [
    secret,
    Buffer.from(secret).toString("hex"),
    Buffer.from(secret, "base64url").toString("hex"),
    Buffer.from(secret).toString("base64"),
  ];
  const privateKey = Buffer.from(teamKey.privateKey);
  const needles = [
    ...secrets.flatMap(forms),
    privateKey.toString("hex"),
    privateKey.toString("base64"),
    privateKey.toString("base64url"),
  ].filter((needle) => needle.length >= 12);
  expect(needles.length).toBeGreaterThan(60);
  for (const needle of needles) expect(copy).not.toContain(needle.toLowerCase());
});
