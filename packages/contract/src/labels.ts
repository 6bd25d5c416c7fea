import { z } from "zod";

const compactJws = z.string().meta({ description: "Compact JWS; see the documentation of labels." });

/** What `/.well-known/vigie-label.json` holds. */
export const labelDocument = z
  .object({
    label: compactJws,
    key: z
      .object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string(), kid: z.string() })
      .meta({ id: "LabelKey", description: "Public JWK (RFC 8037) with its thumbprint (RFC 7638)." }),
  })
  .meta({ id: "LabelDocument" });

/** What `/.well-known/vigie-label-revocations.json` holds. */
export const labelRevocationsDocument = z
  .object({ revocations: compactJws })
  .meta({ id: "LabelRevocations" });
