import { type NoticeRequestBody, Refusal } from "@vigie/contract";
import type { Config } from "../config.ts";
import { headerText } from "../mail/header-text.ts";
import { parseMailAddress } from "../mail/mail-address.ts";
import { whyNoAgreement } from "./channels/agreement-channel.ts";
import type { Recipient } from "./group-notices-rules.ts";
import { providerOf } from "./provider-of.ts";

/** As the request names it: of one host, or of every location. */
export interface TypedRecipient {
  /** In lower case; the empty host is for locations without an address, `*` for all of them. */
  host: string;
  recipient: Recipient;
}

/**
 * Recipients as a person typed them, each with what its channel needs and nothing else.
 * @throws Refusal `notice.recipient_invalid`, `notice.channel_unusable`
 */
export function readRecipients(
  config: Config,
  recipients: NoticeRequestBody["recipients"],
): TypedRecipient[] {
  return recipients.map(
    ({ host, language, kind = "service", channel = "email", channelId = null, ...typed }) => {
      const name = headerText(typed.name);
      if (name === "") throw new Refusal("notice.recipient_invalid");
      const to = { name, email: null, url: null, postal: null };
      const recipient = { kind, channel, channelId, language };
      const addressed = (address: Partial<Recipient["to"]>) => ({
        host: host.toLowerCase(),
        recipient: { ...recipient, to: { ...to, ...address } },
      });
      if (channel === "email") return addressed({ email: readEmail(name, typed.email ?? null) });
      if (channel === "post") return addressed({ postal: readPostal(name, typed.postal ?? null) });
      if (channel === "agreement") {
        const provider = providerOf({ channelId, service: null, email: null, url: typed.url ?? null });
        const why = whyNoAgreement(config, { provider });
        if (why) throw unusable(name, why);
        return addressed({});
      }
      return addressed({ url: readUrl(name, typed.url ?? null) });
    },
  );
}

function readEmail(name: string, email: string | null): string {
  if (email === null || email.trim() === "") {
    throw unusable(name, {
      fr: "il manque une adresse électronique. Ajoutez-la, ou choisissez un autre canal.",
      en: "an e-mail address is missing. Add it, or choose another channel.",
    });
  }
  const mail = parseMailAddress(email);
  if (mail.kind === "refused") throw new Refusal("notice.recipient_invalid");
  return mail.address;
}

function readUrl(name: string, typed: string | null): string {
  const url = typed === null ? null : URL.parse(typed.trim());
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && loopback.has(url.hostname));
  if (!url || !isSafe || url.username !== "" || url.password !== "") {
    throw unusable(name, {
      fr: "il manque l’adresse du formulaire ou de l’interface, qui commence par https://.",
      en: "the address of the form or interface is missing; it begins with https://.",
    });
  }
  return url.href;
}

// A service on the same machine, as tests have it.
const loopback = new Set(["127.0.0.1", "[::1]", "localhost"]);

function readPostal(name: string, typed: readonly string[] | null): string[] {
  const lines = (typed ?? []).map(headerText).filter((line) => line !== "");
  if (lines.length === 0) {
    throw unusable(name, {
      fr: "il manque une adresse postale.",
      en: "a postal address is missing.",
    });
  }
  return lines;
}

function unusable(name: string, why: { fr: string; en: string }): Refusal {
  return new Refusal("notice.channel_unusable", { name, why_fr: why.fr, why_en: why.en });
}
