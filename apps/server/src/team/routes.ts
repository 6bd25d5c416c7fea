import {
  invitationView,
  inviteAnswer,
  inviteBody,
  joinBody,
  type MeView,
  meView,
  openInvitationBody,
  Refusal,
  signInBody,
  teamView,
  unlockBody,
} from "@vigie/contract";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { apiRoute } from "../http/api-route.ts";
import type { Requester } from "../http/requester.ts";
import type { Vigie } from "../vigie.ts";
import { deactivateMember } from "./deactivate-member.ts";
import { inviteMember } from "./invite-member.ts";
import { joinTeam } from "./join-team.ts";
import { listTeam } from "./list-team.ts";
import { lockSession } from "./lock-session.ts";
import { openInvitation } from "./open-invitation.ts";
import { readSession } from "./read-session.ts";
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from "./session-cookie.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { unlockSession } from "./unlock-session.ts";

type Context = Pick<Vigie, "db" | "clock" | "keys" | "config" | "log" | "teamPublicKey" | "publicUrl">;

/** Signing in, unlocking, and the team. */
export function teamRoutes(app: FastifyInstance, vigie: Context): void {
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
  apiRoute(
    app,
    "deactivateMember",
    { params: z.object({ memberId: z.uuid() }) },
    async ({ params, requester }) =>
      deactivateMember(vigie, { requester: requester(), memberId: params.memberId }),
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
