import type { InvitationView } from "@vigie/contract";
import type { Vigie } from "../vigie.ts";
import { findInvitation } from "./find-invitation.ts";
import { openTotpSecret, totpUri } from "./totp.ts";

/**
 * What an invitation offers to whoever holds its link. Looking does not use it up.
 * @throws Refusal `invitation.unusable`
 */
export async function openInvitation(
  vigie: Pick<Vigie, "db" | "clock" | "keys" | "config">,
  { token }: { token: string },
): Promise<InvitationView> {
  const { name, role, first, totp_sealed } = await findInvitation(vigie, token);
  const totpSecret = openTotpSecret(vigie.keys, totp_sealed);
  const issuer = vigie.config.hotline.name;
  return {
    role,
    name,
    first,
    totpSecret,
    totpUri: totpUri({ secret: totpSecret, issuer, label: name ?? "Vigie" }),
  };
}
