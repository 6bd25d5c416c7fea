import { headerText } from "../mail/header-text.ts";
import type { Vigie } from "../vigie.ts";
import { signDetached } from "./jws-rules.ts";
import { type MailFacts, mailStatement, spaced } from "./mail-statement-rules.ts";
import { ownLabel } from "./own-label.ts";

/**
 * Headers by which a recipient sees who signed a mail and that nothing of it was changed. They stand beside
 * `Vigie-Notice`, `From` (the hotline) and `Reply-To`, which are signed too.
 * @param mail `date`, `subject` and `text` as they are given to the mailer.
 */
export async function signMail(
  vigie: Pick<Vigie, "db" | "keys" | "clock" | "config">,
  mail: Omit<MailFacts, "from">,
): Promise<Record<string, string>> {
  const { jws } = await ownLabel(vigie);
  const { email } = vigie.config.hotline;
  const statement = mailStatement({ ...mail, from: email, subject: headerText(mail.subject) });
  return {
    "Vigie-Label": spaced(jws),
    "Vigie-Signature": spaced(signDetached(vigie.keys.labels, "vigie-mail", statement)),
  };
}
