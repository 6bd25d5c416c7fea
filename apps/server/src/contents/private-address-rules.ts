import ipaddr from "ipaddr.js";

const localNames = new Set([
  "localhost",
  "localdomain",
  "local",
  "internal",
  "intranet",
  "lan",
  "home",
  "corp",
  "private",
]);

/**
 * Whether a host names this machine, a private network or a reserved range, and so nothing that the public
 * could have seen. Reads the name only: what a public name points to is the fetcher's question.
 * @param hostname as `URL.hostname` writes it: lower case, IPv4 in four decimal parts, IPv6 in brackets.
 */
export function isPrivateHost(hostname: string): boolean {
  if (hostname.startsWith("[")) return !isPublicIpv6(hostname.slice(1, -1));
  const last = hostname.slice(hostname.lastIndexOf(".") + 1);
  if (/^\d+$/.test(last)) return !isPublicIpv4(hostname);
  if (last === hostname) return true;
  return localNames.has(last) || hostname === "home.arpa" || hostname.endsWith(".home.arpa");
}

function isPublicIpv4(address: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(address) && ipaddr.IPv4.parse(address).range() === "unicast";
}

function isPublicIpv6(address: string): boolean {
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  // Global unicast is 2000::/3; the other prefixes are reserved or local.
  return ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000 && parsed.range() === "unicast";
}
