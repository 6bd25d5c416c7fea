import type { Language, NoticeDraft } from "@vigie/contract";
import { allServices } from "../catalogue/installed-catalogue.ts";
import type { Supply } from "../catalogue/row-parts.ts";
import { type NoticeGround, readIdentity, readNotice } from "./compose-notice.ts";
import { noticeTexts } from "./texts/notice-texts.ts";
import type { FormLabel } from "./texts/texts-type.ts";

/** What forms of services mostly ask for, in the order in which they mostly ask. */
const usual = [
  "address",
  "reason",
  "description",
  "law",
  "name",
  "email",
  "person",
  "searched_name",
  "mandate",
  "good_faith",
] as const satisfies FormLabel[];
type Prepared = (typeof usual)[number] | "signature";

/**
 * Answers to copy into a recipient's form, one box each: first what the row of the catalogue says it asks for, in its
 * order, then what forms mostly ask for. What only the person concerned could give (a document, their own account) is not
 * prepared. An address stands alone in its box.
 */
export function formAnswers({
  language,
  channelId,
  body,
  grounds,
  explanation,
  identity,
}: {
  language: Language;
  channelId: string | null;
  /** The composed notice: locations and sender are those it names. */
  body: string;
  grounds: readonly NoticeGround[];
  explanation: string;
  /** The identity block, of a notice that speaks for a person. */
  identity: string | null;
}): NoticeDraft["form"] {
  const { form: labels, goodFaithStatement, identity: words } = noticeTexts[language];
  const { locations, name, email, reference } = readNotice(body, { language });
  const concerned = identity === null ? null : readIdentity(identity, { language });
  const prepared: Record<Prepared, readonly string[]> = {
    address: locations,
    reason: [grounds.map(({ label }) => label[language]).join("\n")],
    description: [explanation.trim()],
    law: [grounds.map(({ law }) => law).join("\n")],
    name: [name],
    email: [email],
    person: concerned && !concerned.isSearched ? [concerned.person] : [],
    searched_name: concerned?.isSearched ? [concerned.person] : [],
    mandate: concerned ? [words.mandate] : [],
    good_faith: [goodFaithStatement],
    signature: [name],
  };
  const asked = suppliesOf(channelId).flatMap((supply) => (isPrepared(supply) ? [supply] : []));
  const boxes = [...new Set<Prepared>([...asked, ...usual])];
  return [
    ...boxes.flatMap((box) => prepared[box].map((value) => ({ label: labels[box], value }))),
    { label: labels.reference, value: reference },
  ];

  function isPrepared(supply: Supply): supply is Supply & Prepared {
    return supply in prepared;
  }
}

function suppliesOf(channelId: string | null): readonly Supply[] {
  if (channelId === null) return [];
  return (
    allServices()
      .flatMap(({ channels }) => channels)
      .find(({ id }) => id === channelId)?.supply ?? []
  );
}
