import type { FastifyReply, FastifyRequest } from "fastify";
import type { Vigie } from "../vigie.ts";
import { challengeMs } from "./passkey-challenge.ts";

const cookieName = "vigie_session";
const keepSeconds = 12 * 3600;

/** The session token a request carries, or null. It may be of no session: `readSession` tells. */
export function sessionTokenOf(request: FastifyRequest): string | null {
  return request.cookies[cookieName] ?? null;
}

/** Gives the browser its session. No `domain`: the cookie goes back to this very host only. */
export function setSessionCookie(vigie: Pick<Vigie, "publicUrl">, reply: FastifyReply, token: string): void {
  reply.setCookie(cookieName, token, { ...attributes(vigie), maxAge: keepSeconds });
}

export function clearSessionCookie(vigie: Pick<Vigie, "publicUrl">, reply: FastifyReply): void {
  reply.clearCookie(cookieName, attributes(vigie));
}

// Goes with requests to the passkey routes alone, for as long as a question may be answered.
const attemptCookie = "vigie_attempt";
const attemptPath = "/api/v1/desk/session/passkey";

/** The token of an attempt to sign in with a passkey that a request carries, or null. */
export function attemptTokenOf(request: FastifyRequest): string | null {
  return request.cookies[attemptCookie] ?? null;
}

export function setAttemptCookie(vigie: Pick<Vigie, "publicUrl">, reply: FastifyReply, token: string): void {
  const maxAge = challengeMs / 1000;
  reply.setCookie(attemptCookie, token, { ...attributes(vigie), path: attemptPath, maxAge });
}

function attributes({ publicUrl }: Pick<Vigie, "publicUrl">) {
  return {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: publicUrl.startsWith("https://"),
  } as const;
}
