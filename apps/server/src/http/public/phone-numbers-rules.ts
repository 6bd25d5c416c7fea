/** A number as it is shown, and what a touch on it starts. */
export interface PhoneNumber {
  shown: string;
  by: "tel" | "sms";
  href: string;
}

/**
 * The numbers of a row of the catalogue.
 * @param phone one or many, apart by `/`; `(SMS)` behind one that is reached by text message only.
 * @param phoneBy how all of them are reached, where the row says so.
 * @example phoneNumbers("112 / 114 (SMS)", "call")[1] // { shown: "114", by: "sms", href: "sms:114" }
 */
export function phoneNumbers(phone: string | null, phoneBy: "call" | "sms" | null): PhoneNumber[] {
  return (phone ?? "").split(/\s*\/\s*|,\s*/).flatMap((written) => {
    const shown = written.replace(/\([^)]*\)/g, "").trim();
    const digits = shown.replace(/[^+\d]/g, "");
    if (digits === "") return [];
    const by = phoneBy === "sms" || /\(sms\)/i.test(written) ? "sms" : "tel";
    return [{ shown, by, href: `${by}:${digits}` }];
  });
}
