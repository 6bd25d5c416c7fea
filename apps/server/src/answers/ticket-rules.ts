// 2026-03-02 is a day, and nobody's ticket.
const day = /^\d{4}-\d{2}-\d{2}$/;
const number = "#?\\s?((?:[A-Z]{1,8}[-_])?\\d[\\dA-Z]*(?:[-_/.][\\dA-Z]{1,12}){0,3})";
const inBrackets = new RegExp(
  `[[(](?:[\\p{L} .-]{0,30}(?:[#:°º]|\\s))?\\s?(?:ref:?\\s?)?${number}[\\])]`,
  "iu",
);
const named = new RegExp(
  "\\b(?:ticket|case|request|reference|ref|incident|dossier|demande|r[ée]f[ée]rence|num[ée]ro|vorgang|vorgangsnummer|ticketnummer|fallnummer|aktenzeichen|anfrage|caso|solicitud|referencia|n[úu]mero|richiesta|pratica|riferimento|numero|zaak|zaaknummer|meldingsnummer|kenmerk)" +
    `(?:[ -]?(?:id|number|no|nr|num[ée]ro|nummer|n))?[.:°º]?\\s?(?:is|ist|est|:)?\\s?${number}(?![\\dA-Z])`,
  "giu",
);

/**
 * The number under which a recipient keeps a notice: `[#123456]`, `Ticket ID: 123456`, `dossier AB-20931`. The subject
 * counts first.
 * @param ours text of ours: numbers that stand in it are our own.
 */
export function ticketIn(subject: string, text: string, ours: string): string | null {
  const found = [
    inBrackets.exec(subject)?.[1],
    ...candidates(subject),
    ...candidates(text.slice(0, 4_000)),
    inBrackets.exec(text.slice(0, 4_000))?.[1],
  ];
  return found.find((ticket) => ticket !== undefined && isTicket(ticket, ours)) ?? null;
}

function candidates(text: string): string[] {
  return [...text.slice(0, 4_000).matchAll(named)].map(([, ticket = ""]) => ticket);
}

function isTicket(ticket: string, ours: string): boolean {
  const digits = ticket.replace(/\D/g, "").length;
  return digits >= 4 && ticket.length <= 40 && !day.test(ticket) && !ours.includes(ticket);
}
