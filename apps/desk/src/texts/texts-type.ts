import type { fr } from "./fr.ts";

/** The shape of texts, without their words. */
export type Widen<T> = T extends string
  ? string
  : T extends (...parameters: infer P) => string
    ? (...parameters: P) => string
    : { readonly [K in keyof T]: Widen<T[K]> };

/** The shape every language of the desk has. */
export type Texts = Widen<typeof fr>;
