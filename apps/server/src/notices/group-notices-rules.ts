import type { Language } from "@vigie/contract";

/** Where one location's notice goes. `address` as `parseMailAddress` gave it. */
export interface AddressedLocation {
  contentId: string;
  host: string;
  recipient: { name: string; address: string; language: Language };
}

export interface NoticeGroup {
  to: { name: string; address: string };
  language: Language;
  contentIds: string[];
  hosts: string[];
}

/**
 * One notice per recipient's address, however many locations and hosts it answers for, in the order given. The first
 * spelling of a name and the first language count. Addresses that differ only in case are one: no abuse desk
 * distinguishes them, and two copies would be worse.
 */
export function groupNotices(locations: readonly AddressedLocation[]): NoticeGroup[] {
  const groups = new Map<string, NoticeGroup>();
  for (const { contentId, host, recipient } of locations) {
    const { name, address, language } = recipient;
    const group = groups.get(address.toLowerCase()) ?? {
      to: { name, address },
      language,
      contentIds: [],
      hosts: [],
    };
    if (!group.contentIds.includes(contentId)) group.contentIds.push(contentId);
    if (host !== "" && !group.hosts.includes(host)) group.hosts.push(host);
    groups.set(address.toLowerCase(), group);
  }
  return [...groups.values()];
}
