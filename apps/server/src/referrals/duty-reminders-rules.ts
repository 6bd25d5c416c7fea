import type { DutyReminder, Handling } from "@vigie/contract";
import { findGround } from "../catalogue/installed-catalogue.ts";

// Grounds that may show a crime (more than ten years of prison) whose effects can still be limited, or whose authors
// may go on: what Code pénal 434-1 is about. This project's reading, to be reviewed by a lawyer.
const mayShowCrime: ReadonlySet<string> = new Set([
  "arming-provocation",
  "child-prostitution",
  "crime-provocation",
  "csam-depiction",
  "explosives-manual",
  "pimping",
  "terrorism",
  "threats",
  "threats-officials",
  "torture-images",
  "trafficking",
]);

// Grounds that may show ill-treatment or sexual abuse of a minor or of a person who cannot protect themselves, beside
// all those that forbid fetching: what Code pénal 434-3 is about.
const mayShowAbuse: ReadonlySet<string> = new Set(["sectarian-subjection", "school-harassment"]);

// Grounds that are neither a crime nor a délit: CPP art. 40 does not reach them.
const noOffence: ReadonlySet<string> = new Set([
  "delisting",
  "foreign-interference",
  "gdpr-erasure",
  "image-right",
  "nazi-insignia",
  "unsafe-product",
]);

/** Slugs these rules name, so that a renamed ground is noticed. */
export const groundsNamedInDuties: readonly string[] = [...mayShowCrime, ...mayShowAbuse, ...noOffence];

/**
 * The duties to tell an authority that may apply, for a person to think of. They never decide by themselves.
 * - `dsa_18`: a host that suspects a crime threatening life or safety tells the authorities (DSA Art. 18);
 * - `cp_434_1`: a crime that can still be prevented or limited (Code pénal 434-1);
 * - `cp_434_3`: ill-treatment or sexual abuse of a minor or a vulnerable person (Code pénal 434-3);
 * - `cpp_40`: a public body that learns of an offence (Code de procédure pénale art. 40), never a private one.
 * @param facts.grounds slugs of the latest assessment; empty before it.
 */
export function dutiesFor({
  grounds,
  handling,
  publicBody,
}: {
  grounds: readonly string[];
  handling: Handling;
  publicBody: boolean;
}): DutyReminder[] {
  const minor = handling === "no_fetch";
  const known = grounds.flatMap((slug) => findGround(slug) ?? []);
  const duties: DutyReminder[] = [];
  if (minor || known.some(({ flags }) => flags.art18Trigger)) duties.push("dsa_18");
  if (minor || known.some(({ slug }) => mayShowCrime.has(slug))) duties.push("cp_434_1");
  if (minor || known.some(({ slug, handling: own }) => own === "no_fetch" || mayShowAbuse.has(slug))) {
    duties.push("cp_434_3");
  }
  if (publicBody && (minor || known.some(({ slug }) => !noOffence.has(slug)))) duties.push("cpp_40");
  return duties;
}
