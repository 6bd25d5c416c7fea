import { publicKeysView } from "@vigie/contract";
import type { FastifyInstance } from "fastify";
import { apiRoute } from "../http/api-route.ts";
import type { Vigie } from "../vigie.ts";

/** The public keys of this installation: whoever verifies a bundle compares them with what the command prints. */
export function evidenceRoutes(app: FastifyInstance, { keys }: Pick<Vigie, "keys">): void {
  apiRoute(app, "publicKeys", { answer: publicKeysView }, async () => ({
    keys: [{ use: "bundle" as const, algorithm: "ed25519" as const, publicKey: keys.bundles.publicKey }],
  }));
}
