import type { Language, NoticeChannel, NoticeKind } from "@vigie/contract";

/** Whoever a notice goes to. Of the addresses, those that the channel uses are set: `email` as `parseMailAddress` gave it. */
export interface Recipient {
  kind: NoticeKind;
  channel: NoticeChannel;
  /** Row of the catalogue that the route came from. */
  channelId: string | null;
  to: { name: string; email: string | null; url: string | null; postal: string[] | null };
  language: Language;
}

/** Where one location's notice goes. */
export interface AddressedLocation {
  contentId: string;
  host: string;
  recipient: Recipient;
}

export interface NoticeGroup extends Recipient {
  contentIds: string[];
  hosts: string[];
}

/**
 * One notice per channel, address and kind, however many locations and hosts it answers for, in the order given. The
 * first spelling of a name and the first language count. Mail addresses that differ only in case are one: no abuse desk
 * distinguishes them, and two copies would be worse.
 */
export function groupNotices(locations: readonly AddressedLocation[]): NoticeGroup[] {
  const groups = new Map<string, NoticeGroup>();
  for (const { contentId, host, recipient } of locations) {
    const { kind, channel, channelId, to } = recipient;
    const address = [to.email?.toLowerCase() ?? null, to.url, to.postal];
    // A desk that an agreement names has no address of its own.
    const key = JSON.stringify([kind, channel, address, channel === "agreement" ? channelId : null]);
    const group = groups.get(key) ?? { ...recipient, contentIds: [], hosts: [] };
    if (!group.contentIds.includes(contentId)) group.contentIds.push(contentId);
    if (host !== "" && !group.hosts.includes(host)) group.hosts.push(host);
    groups.set(key, group);
  }
  return [...groups.values()];
}
