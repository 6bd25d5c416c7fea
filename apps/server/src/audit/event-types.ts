/** Figures, statuses and codes only: no words, no addresses, no names. */
export type EventDetails = Record<string, string | number | boolean | null>;
