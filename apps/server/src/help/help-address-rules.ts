import type { Addresses } from "./guide-address-rules.ts";

/** The only word in it is "help"; a number stands for the situation. @example helpAddresses(3).fr // "/fr/aide/3" */
export function helpAddresses(number: number): Addresses {
  return { fr: `/fr/aide/${number}`, en: `/en/help/${number}` };
}

/** The same in very simple sentences. */
export function simpleAddresses(number: number): Addresses {
  return { fr: `/fr/aide/${number}/simple`, en: `/en/help/${number}/simple` };
}
