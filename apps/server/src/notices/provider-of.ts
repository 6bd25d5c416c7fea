import { getDomain } from "tldts";
import { allServices, findService } from "../catalogue/installed-catalogue.ts";

/**
 * Whom the record of the notifier counts a notice under: the slug of the catalogue when the recipient stands there, else
 * the registrable domain of its address, else the empty text.
 * @param notice.service the service whose own desk is written to, when the notice is for that service.
 */
export function providerOf({
  channelId,
  service,
  email,
  url,
}: {
  channelId: string | null;
  service: string | null;
  email: string | null;
  url: string | null;
}): string {
  const named = channelId?.split(".")[0] ?? service;
  if (named && findService(named)) return named;
  const mail = email?.toLowerCase();
  const desk =
    mail && allServices().find(({ channels }) => channels.some((one) => one.email?.toLowerCase() === mail));
  if (desk) return desk.slug;
  return getDomain(mail?.split("@")[1] ?? url ?? "") ?? "";
}
