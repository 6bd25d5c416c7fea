import { catalogueView } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { allGrounds } from "../catalogue/installed-catalogue.ts";
import { apiRoute } from "../http/api-route.ts";
import { allAuthorities } from "../referrals/authorities-catalogue.ts";

/** The catalogue as the desk needs it. */
export function groundRoutes(app: FastifyInstance): void {
  apiRoute(app, "catalogue", { answer: catalogueView }, async () => ({
    grounds: allGrounds().map((ground) => ({
      slug: ground.slug,
      family: ground.family,
      label: ground.label,
      law: [ground.law.text, ...ground.law.articles].join(", "),
      elements: ground.elements,
      manifest: ground.manifest,
      handling: ground.handling,
      urgency: ground.urgency,
      slaHours: ground.slaHours,
      authorities: ground.authorities,
      confidence: ground.confidence,
    })),
    authorities: [...allAuthorities()],
  }));
}
