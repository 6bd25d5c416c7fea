import { deskLabelView, labelDocument, labelRevocationsDocument } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";
import { jwkOf, thumbprintOf } from "./jws-rules.ts";
import { ownLabel } from "./own-label.ts";
import { revocationList } from "./revocation-list.ts";
import { claimsOf } from "./stored-label.ts";

/** Our label, the list of those we took back, and what the desk shows of both. */
export function labelRoutes(app: FastifyInstance, vigie: Vigie): void {
  const key = jwkOf(vigie.keys.labels);
  const kid = thumbprintOf(key);

  apiRoute(app, "ownLabel", { answer: labelDocument }, async () => ({
    label: (await ownLabel(vigie)).jws,
    key: { ...key, kid },
  }));

  apiRoute(app, "labelRevocations", { answer: labelRevocationsDocument }, async () => ({
    revocations: await revocationList(vigie),
  }));

  apiRoute(app, "deskLabel", { answer: deskLabelView }, async () => {
    const { jws } = await ownLabel(vigie);
    const { name, areas, iss, iat, exp } = claimsOf(jws);
    const { publicUrl } = vigie.config;
    return {
      label: {
        name,
        areas,
        // What a reader finds who trusts the issuer; a register is the reader's own.
        level: iss.jkt === kid ? ("declared" as const) : ("vouched" as const),
        issuer: iss.name,
        issuedAt: new Date(iat * 1000).toISOString(),
        expiresAt: new Date(exp * 1000).toISOString(),
        revokedAt: null,
        jws,
      },
      publicKey: JSON.stringify({ ...key, kid }),
      address: publicUrl ? `${publicUrl}/.well-known/vigie-label.json` : null,
    };
  });
}
