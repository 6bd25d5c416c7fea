import type { DeskLabelView } from "@vigie/contract";

const yearMs = 31_536_000_000;

/** An invented hotline's label. Its signature is worth nothing. */
export function inventedLabel(): DeskLabelView {
  const issuedAt = new Date(Date.now() - yearMs / 4);
  return {
    label: {
      name: "Ligne d'écoute des Quais",
      areas: ["hate", "harassment", "image_based_abuse"],
      level: "declared",
      issuer: "Ligne d'écoute des Quais",
      issuedAt: issuedAt.toISOString(),
      expiresAt: new Date(issuedAt.getTime() + yearMs).toISOString(),
      revokedAt: null,
      jws: `eyJhbGciOiJFZERTQSIsInR5cCI6InZpZ2llLWxhYmVsIn0.${"aW52ZW50ZWQ".repeat(24)}.${"c2lnbmF0dXJl".repeat(7)}`,
    },
    publicKey: '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}',
    address: "https://quais.example/.well-known/vigie-label.json",
  };
}
