import { type HostingFinding, type HostingView, hostingRoles } from "@vigie/contract";

/** Findings in the order of the roles; in a role, what the team set comes first. */
export function findingsOrder(findings: readonly HostingFinding[]): HostingFinding[] {
  const rank = ({ role, source }: HostingFinding) =>
    hostingRoles.indexOf(role) * 2 + (source === "team" ? 0 : 1);
  return [...findings].sort((left, right) => rank(left) - rank(right));
}

/** The names that answer "who hosts this?" in one line: host, then CDN, else the network. */
export function whoHosts(hosting: Pick<HostingView, "findings">): HostingFinding[] {
  const ordered = findingsOrder(hosting.findings);
  const first = (role: HostingFinding["role"]) =>
    ordered.filter((finding) => finding.role === role).slice(0, 1);
  const answer = [...first("host"), ...first("cdn")];
  return answer.length > 0 ? answer : first("network");
}
