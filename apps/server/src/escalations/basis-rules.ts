import type { EscalationView, HostingFinding, Rung } from "@vigie/contract";

/** What a proposal rests on, as it was then: the handling of the case, and who is behind each host. */
export type Basis = Record<string, string | null>;

const hostPrefix = "host ";

/** The part of the hosting that a rung rests on; the host itself for a reminder. */
export function hostingRoleOf(rung: Rung): HostingFinding["role"] {
  if (rung === "upstream") return "network";
  return rung === "registrar" ? "registrar" : "host";
}

/** Who plays a part, with the address that a notice would go to; null when nobody knows. */
export function partyOf(findings: readonly HostingFinding[], role: HostingFinding["role"]): string | null {
  const found = findings.find((finding) => finding.role === role);
  if (!found) return null;
  const desk = role === "host" ? findings.find((finding) => finding.role === "abuse_contact") : undefined;
  const email = found.email ?? desk?.email;
  return email ? `${found.name} <${email}>` : found.name;
}

export function basisOf(
  facts: { handling: string; hindrance: string | null; referrals: number },
  hosts: ReadonlyMap<string, string | null>,
): Basis {
  const { handling, hindrance, referrals } = facts;
  return {
    handling,
    hindrance,
    referrals: String(referrals),
    ...Object.fromEntries([...hosts].map(([host, name]) => [`${hostPrefix}${host}`, name])),
  };
}

export function hostsOf(basis: Basis): string[] {
  return Object.keys(basis).flatMap((key) =>
    key.startsWith(hostPrefix) ? [key.slice(hostPrefix.length)] : [],
  );
}

export type Change = Required<Pick<EscalationView, "heldWhy" | "changed">>;

/** What is otherwise today than when it was proposed; null when nothing is. */
export function whatChanged(was: Basis, is: Basis): Change | null {
  const differs = (key: string) => (was[key] ?? null) !== (is[key] ?? null);
  if (differs("handling") || differs("hindrance")) return { heldWhy: "handling_changed", changed: [] };
  if (differs("referrals")) return { heldWhy: "handed_elsewhere", changed: [] };
  const changed = hostsOf(was)
    .filter((host) => differs(`${hostPrefix}${host}`))
    .map((host) => ({
      host,
      was: was[`${hostPrefix}${host}`] ?? null,
      is: is[`${hostPrefix}${host}`] ?? null,
    }));
  return changed.length > 0 ? { heldWhy: "host_changed", changed } : null;
}
