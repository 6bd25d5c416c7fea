import ipaddr from "ipaddr.js";
import { readUrl } from "./read-url.ts";

/**
 * The platform address of one large cloud answers metadata and configuration, although it lies in a
 * public range.
 */
const publicLookingButInternal: ReadonlySet<string> = new Set(["168.63.129.16"]);

/** All global unicast addresses handed out so far (IANA IPv6 address space): nothing else is the internet. */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an address belongs to the public internet: plain unicast, after an IPv4 address mapped into
 * IPv6 is taken out of it. Translated and tunnelled forms (6to4, NAT64, Teredo, ISATAP) are refused whatever
 * they carry.
 * @param ip an IPv4 address as four decimal parts, or an IPv6 address without brackets; anything else is refused.
 */
export function isPublicAddress(ip: string): boolean {
  const address = parseAddress(ip);
  if (!address || publicLookingButInternal.has(address.toString())) return false;
  if (address.range() !== "unicast") return false;
  if (address.kind() === "ipv4") return true;
  const v6 = address as ipaddr.IPv6;
  return v6.match(globalUnicast) && !isIsatap(v6);
}

/** ISATAP hides an IPv4 address behind the interface identifier 0000:5efe or 0200:5efe (RFC 5214). */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , high, low] = address.parts;
  return (high === 0 || high === 0x200) && low === 0x5efe;
}

/**
 * One spelling per address, IPv4 taken out of IPv6, so that two spellings compare equal.
 * @returns null for what is not a plain address (a zone, a name, `0x7f.1`).
 */
export function plainAddress(ip: string): string | null {
  return parseAddress(ip)?.toString() ?? null;
}

function parseAddress(ip: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  // A zone ("fe80::1%eth0") names a network of this machine.
  if (ip.includes("%")) return null;
  if (ipaddr.IPv4.isValidFourPartDecimal(ip)) return ipaddr.IPv4.parse(ip);
  if (!ipaddr.IPv6.isValid(ip) || !readUrl(`http://[${ip}]/`)) return null;
  // ipaddr.js takes "::1.2.3.4" for "::ffff:1.2.3.4"; the URL parser writes it in hexadecimal, where they differ.
  return ipaddr.process(new URL(`http://[${ip}]/`).hostname.slice(1, -1));
}

/** Addresses and names that the fetcher may reach although they are not public. */
export interface AllowList {
  /**
   * @param host the name or address as it stands in the URL, without brackets.
   * @param ip the address it resolved to.
   * @param port 1 to 65535.
   */
  allows(host: string, ip: string, port: number): boolean;
  /** Whether this name was written in the list, so that the machine's own host table may answer for it. */
  names(host: string): boolean;
  /** Whether a name or an address stands in the list on any port: it may then be reported, though it is not public. */
  mentions(host: string): boolean;
}

type AllowEntry = {
  port: number | null;
  where: { kind: "name"; name: string } | { kind: "range"; range: [ipaddr.IPv4 | ipaddr.IPv6, number] };
};

/**
 * Reads `VIGIE_FETCH_ALLOW`: host names, addresses or ranges, each with an optional port, separated by
 * commas. An allowed name may resolve to any address, so only names under one's own control belong here.
 * @throws Error that names the part which cannot be read.
 * @example parseAllowList("demo.test, 10.0.0.0/8, [::1]:8080, 127.0.0.1:9001")
 */
export function parseAllowList(text: string): AllowList {
  const entries = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseAllowEntry);
  return {
    allows(host, ip, port) {
      const name = plainName(host);
      const address = parseAddress(ip);
      return entries.some((entry) => {
        if (entry.port !== null && entry.port !== port) return false;
        if (entry.where.kind === "name") return entry.where.name === name;
        const [range, bits] = entry.where.range;
        return address !== null && address.kind() === range.kind() && address.match(range, bits);
      });
    },
    names(host) {
      const name = plainName(host);
      return entries.some((entry) => entry.where.kind === "name" && entry.where.name === name);
    },
    mentions(host) {
      return entries.some(({ port }) => this.allows(host, host, port ?? 443));
    },
  };
}

function parseAllowEntry(part: string): AllowEntry {
  const unreadable = () =>
    new Error(
      `"${part}" is not a host, an address or a range with an optional port. ` +
        `Write for example "demo.test", "10.0.0.0/8", "127.0.0.1:9001" or "[::1]:8080".`,
    );
  const bare = ipaddr.IPv6.isValid(part) || ipaddr.IPv6.isValidCIDR(part);
  const split = bare ? null : /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(part);
  if (!bare && !split) throw unreadable();
  const where = (split?.[1] ?? part).replace(/^\[(.+)\]$/, "$1");
  const port = split?.[2] === undefined ? null : Number(split[2]);
  if (port !== null && (port < 1 || port > 65_535)) throw unreadable();

  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(where) || ipaddr.IPv6.isValidCIDR(where)) {
    return { port, where: { kind: "range", range: unmapRange(ipaddr.parseCIDR(where)) } };
  }
  const address = parseAddress(where);
  if (address) {
    return { port, where: { kind: "range", range: [address, address.kind() === "ipv4" ? 32 : 128] } };
  }
  // A name whose last part is a number would be read as an address by every URL parser.
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/i.test(where) || /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i.test(where)) {
    throw unreadable();
  }
  return { port, where: { kind: "name", name: plainName(where) } };
}

function unmapRange([address, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number]): [
  ipaddr.IPv4 | ipaddr.IPv6,
  number,
] {
  if (address.kind() === "ipv6" && (address as ipaddr.IPv6).isIPv4MappedAddress() && bits >= 96) {
    return [(address as ipaddr.IPv6).toIPv4Address(), bits - 96];
  }
  return [address, bits];
}

function plainName(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, "");
  return plainAddress(name) ?? name;
}

/**
 * Ports of services that could take a web request for a command: the "bad ports" of the Fetch standard, and
 * the usual ports of databases, caches, queues, container engines and remote desktops.
 */
const dangerousPorts: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 138, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513,
  514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 623, 636, 989, 990, 993, 995, 1099, 1433,
  1434, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2377, 2379, 2380, 3128, 3306, 3389, 3659, 4045, 4190,
  4369, 4444, 5060, 5061, 5432, 5433, 5671, 5672, 5900, 5984, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 7001, 8086, 8500, 9042, 9092, 9100, 9200, 9300, 10080, 10250, 10255, 11211, 15672, 26257,
  27017, 27018, 50000, 50070, 61616,
]);

/** Whether the fetcher may speak to a port. Web pages live on 80, 443 and unreserved ports. */
export function isPermittedPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port <= 65_535 && !dangerousPorts.has(port);
}
