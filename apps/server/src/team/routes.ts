import {
  addPasskeyBody,
  colleaguesView,
  handoversQuery,
  handoversView,
  invitationView,
  inviteAnswer,
  inviteBody,
  joinBody,
  type MeView,
  meView,
  openInvitationBody,
  ownActivityQuery,
  ownActivityView,
  ownSettingsBody,
  ownSettingsView,
  passkeyCreation,
  passkeyQuestion,
  passkeySignInBody,
  passkeysView,
  passwordBody,
  Refusal,
  renamePasskeyBody,
  setMemberBody,
  signInBody,
  teamView,
  unlockBody,
  writeHandoverBody,
} from "@vigie/contract";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { addPasskey, askNewPasskey } from "./add-passkey.ts";
import { deactivateMember } from "./deactivate-member.ts";
import { listHandovers, readHandover, takeBackHandover, writeHandover } from "./handover-notes.ts";
import { inviteMember } from "./invite-member.ts";
import { joinTeam } from "./join-team.ts";
import { listColleagues } from "./list-colleagues.ts";
import { listTeam } from "./list-team.ts";
import { lockSession } from "./lock-session.ts";
import { openInvitation } from "./open-invitation.ts";
import { ownActivity } from "./own-activity.ts";
import { listPasskeys, removePasskey, renamePasskey } from "./own-passkeys.ts";
import { ownSettings, saveOwnSettings } from "./own-settings.ts";
import { readSession } from "./read-session.ts";
import {
  attemptTokenOf,
  clearSessionCookie,
  sessionTokenOf,
  setAttemptCookie,
  setSessionCookie,
} from "./session-cookie.ts";
import { setMember } from "./set-member.ts";
import { signIn } from "./sign-in.ts";
import { askPasskey, signInWithPasskey } from "./sign-in-with-passkey.ts";
import { signOut } from "./sign-out.ts";
import { unlockSession } from "./unlock-session.ts";

type Context = Pick<Vigie, "db" | "clock" | "keys" | "config" | "log" | "teamPublicKey" | "publicUrl">;

const memberParams = z.object({ memberId: z.uuid() });
const passkeyParams = z.object({ passkeyId: z.uuid() });
const noteParams = z.object({ noteId: z.uuid() });

/** Signing in, unlocking, the team, and what its members set and leave for each other. */
export function teamRoutes(app: FastifyInstance, vigie: Context): void {
  sessionRoutes(app, vigie);
  memberRoutes(app, vigie);
  ownRoutes(app, vigie);
  passkeyRoutes(app, vigie);
  handoverRoutes(app, vigie);
}

function sessionRoutes(app: FastifyInstance, vigie: Context): void {
  apiRoute(app, "signIn", { body: signInBody, answer: meView }, async ({ body, reply }) => {
    const { sessionToken } = await signIn(vigie, body);
    return welcome(vigie, reply, sessionToken);
  });
  apiRoute(app, "me", { answer: meView }, async ({ requester }) => viewOf(vigie, requester()));
  apiRoute(app, "signOut", {}, async ({ requester, reply }) => {
    await signOut(vigie, { requester: requester() });
    clearSessionCookie(vigie, reply);
  });
  apiRoute(app, "unlock", { body: unlockBody }, async ({ body, requester, request }) => {
    const sessionToken = sessionTokenOf(request);
    if (sessionToken === null) throw new Refusal("session.required");
    await unlockSession(vigie, { requester: requester(), sessionToken, passphrase: body.passphrase });
  });
  apiRoute(app, "lock", {}, async ({ requester }) => lockSession(vigie, { requester: requester() }));
}

function memberRoutes(app: FastifyInstance, vigie: Context): void {
  apiRoute(app, "openInvitation", { body: openInvitationBody, answer: invitationView }, async ({ body }) =>
    openInvitation(vigie, body),
  );
  apiRoute(app, "join", { body: joinBody, answer: meView }, async ({ body, reply }) => {
    const { sessionToken } = await joinTeam(vigie, body);
    return welcome(vigie, reply, sessionToken);
  });

  apiRoute(app, "team", { answer: teamView }, async () => ({ members: await listTeam(vigie) }));
  apiRoute(app, "invite", { body: inviteBody, answer: inviteAnswer }, async ({ body, requester }) => {
    const { link, expiresAt } = await inviteMember(vigie, { requester: requester(), ...body });
    return { link, expiresAt: expiresAt.toISOString() };
  });
  apiRoute(app, "deactivateMember", { params: memberParams }, async ({ params, requester }) =>
    deactivateMember(vigie, { requester: requester(), memberId: params.memberId }),
  );
  apiRoute(
    app,
    "setMember",
    { params: memberParams, body: setMemberBody },
    async ({ params, body, requester }) =>
      setMember(vigie, { requester: requester(), memberId: params.memberId, ...body }),
  );
  apiRoute(app, "colleagues", { answer: colleaguesView }, async () => ({
    colleagues: await listColleagues(vigie),
  }));
}

function ownRoutes(app: FastifyInstance, vigie: Context): void {
  apiRoute(app, "ownSettings", { answer: ownSettingsView }, async ({ requester }) =>
    ownSettings(vigie, { requester: requester() }),
  );
  apiRoute(app, "saveOwnSettings", { body: ownSettingsBody }, async ({ body, requester }) =>
    saveOwnSettings(vigie, { requester: requester(), settings: body }),
  );
  apiRoute(
    app,
    "ownActivity",
    { query: ownActivityQuery, answer: ownActivityView },
    async ({ query, requester }) => ownActivity(vigie, { requester: requester(), ...query }),
  );
}

function passkeyRoutes(app: FastifyInstance, vigie: Context): void {
  apiRoute(app, "askPasskey", { answer: passkeyQuestion }, async ({ reply }) => {
    const { question, attemptToken } = await askPasskey(vigie);
    setAttemptCookie(vigie, reply, attemptToken);
    return question;
  });
  apiRoute(
    app,
    "passkeySignIn",
    { body: passkeySignInBody, answer: meView },
    async ({ body, request, reply }) => {
      const attemptToken = attemptTokenOf(request);
      const { sessionToken } = await signInWithPasskey(vigie, { attemptToken, ...body });
      return welcome(vigie, reply, sessionToken);
    },
  );
  apiRoute(app, "passkeys", { answer: passkeysView }, async ({ requester }) => ({
    passkeys: await listPasskeys(vigie, { requester: requester() }),
  }));
  apiRoute(
    app,
    "askNewPasskey",
    { body: passwordBody, answer: passkeyCreation },
    async ({ body, requester }) => askNewPasskey(vigie, { requester: requester(), ...body }),
  );
  apiRoute(app, "addPasskey", { body: addPasskeyBody }, async ({ body, requester }) => {
    await addPasskey(vigie, { requester: requester(), ...body });
  });
  apiRoute(
    app,
    "renamePasskey",
    { params: passkeyParams, body: renamePasskeyBody },
    async ({ params, body, requester }) =>
      renamePasskey(vigie, { requester: requester(), ...params, ...body }),
  );
  apiRoute(
    app,
    "removePasskey",
    { params: passkeyParams, body: passwordBody },
    async ({ params, body, requester }) =>
      removePasskey(vigie, { requester: requester(), ...params, ...body }),
  );
}

function handoverRoutes(app: FastifyInstance, vigie: Context): void {
  apiRoute(app, "handovers", { query: handoversQuery, answer: handoversView }, async ({ query, requester }) =>
    listHandovers(vigie, { requester: requester(), ...query }),
  );
  apiRoute(app, "writeHandover", { body: writeHandoverBody }, async ({ body, requester }) => {
    await writeHandover(vigie, { requester: requester(), ...body });
  });
  apiRoute(app, "readHandover", { params: noteParams }, async ({ params, requester }) =>
    readHandover(vigie, { requester: requester(), ...params }),
  );
  apiRoute(app, "takeBackHandover", { params: noteParams }, async ({ params, requester }) =>
    takeBackHandover(vigie, { requester: requester(), ...params }),
  );
}

async function welcome(vigie: Context, reply: FastifyReply, sessionToken: string): Promise<MeView> {
  const requester = await readSession(vigie, sessionToken);
  if (!requester) throw new Refusal("session.required");
  setSessionCookie(vigie, reply, sessionToken);
  return viewOf(vigie, requester);
}

function viewOf({ config }: Context, requester: Requester): MeView {
  const { memberId, name, role, language, unlocked, csrf } = requester;
  return {
    member: { id: memberId, name, role, language },
    unlocked,
    csrf,
    hotline: { name: config.hotline.name, email: config.hotline.email },
  };
}
