import type { Language } from "@vigie/contract";

/** The public pages. Their addresses stay in histories and logs of the network, so none says what the site is for. */
export const publicPaths = {
  start: { fr: "/fr", en: "/en" },
  write: { fr: "/fr/ecrire", en: "/en/write" },
  follow: { fr: "/fr/suivi", en: "/en/follow" },
  safety: { fr: "/fr/securite", en: "/en/safety" },
  help: { fr: "/fr/aide", en: "/en/help" },
  guides: { fr: "/fr/guides", en: "/en/guides" },
  fingerprint: { fr: "/fr/empreinte", en: "/en/fingerprint" },
  how: { fr: "/fr/comment", en: "/en/how" },
} as const satisfies Record<string, Record<Language, string>>;
export type PublicPage = keyof typeof publicPaths;

/** Leaves for a neutral site; pages stay shut for a while (`after-exit.tsx`). */
export const exitPath = "/exit";
