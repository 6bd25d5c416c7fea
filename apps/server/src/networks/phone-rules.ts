/** How a country writes numbers at home: calling code, what stands before the number, its digits without that. */
interface Plan {
  code: string;
  trunk: "0" | "";
  digits: readonly [least: number, most: number];
  /** What a number at home begins with, after `trunk`. */
  first: string;
}

const plans: Readonly<Record<string, Plan>> = {
  FR: { code: "33", trunk: "0", digits: [9, 9], first: "123456789" },
  BE: { code: "32", trunk: "0", digits: [8, 9], first: "123456789" },
  CH: { code: "41", trunk: "0", digits: [9, 9], first: "23456789" },
  DE: { code: "49", trunk: "0", digits: [9, 11], first: "123456789" },
  GB: { code: "44", trunk: "0", digits: [9, 10], first: "123789" },
  NL: { code: "31", trunk: "0", digits: [9, 9], first: "12345678" },
  MA: { code: "212", trunk: "0", digits: [9, 9], first: "5678" },
  ES: { code: "34", trunk: "", digits: [9, 9], first: "6789" },
  PT: { code: "351", trunk: "", digits: [9, 9], first: "29" },
  LU: { code: "352", trunk: "", digits: [9, 9], first: "6" },
  IT: { code: "39", trunk: "", digits: [9, 10], first: "3" },
  US: { code: "1", trunk: "", digits: [10, 10], first: "23456789" },
  CA: { code: "1", trunk: "", digits: [10, 10], first: "23456789" },
};

// Calling codes of French departments and collectivities with numbers of nine digits.
const overseasCodes = ["262", "590", "594", "596"];

const planOfCode = new Map<string, Pick<Plan, "trunk" | "digits">>([
  ...Object.values(plans).map((plan) => [plan.code, plan] as const),
  ...overseasCodes.map((code) => [code, { trunk: "0", digits: [9, 9] }] as const),
]);

// Calling codes of one and two digits; every other has three (ITU E.164).
const shortCodes = new Set(
  "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98".split(
    " ",
  ),
);
const longCode =
  /^(?:2[1-6]\d|29[0179]|35\d|37\d|38[0-35-79]|42[013]|50\d|59\d|67\d|68\d|69[0-2]|85[02356]|88[0168]|96\d|97[0-79]|99[2-68])$/;

// Numbers of the overseas departments are written at home like those of mainland France.
const overseas: readonly (readonly [start: RegExp, code: string])[] = [
  [/^(?:590|69[01])/, "590"],
  [/^(?:594|694)/, "594"],
  [/^(?:596|69[67])/, "596"],
  [/^(?:26[239]|69[23]|639[0-7])/, "262"],
];

// Counted repetitions over disjoint characters: each start costs a bounded number of steps.
const international = /(?<![\p{L}\p{N}+.,/])(?:\+|(?<!\d[ .()-])00) ?[1-9](?:[ .()/-]{0,3}\d){6,17}/gu;
const frenchPairs = /(?<![\p{L}\p{N}+.,/])0[1-9]([ .-]?)\d\d(?:\1\d\d){3}(?!\d)/gu;
const frenchInFours = /(?<![\p{L}\p{N}+.,/])0[1-9]\d\d(?: ?\d{3} ?\d{3}|(?:[ .-]\d\d){3})(?!\d)/gu;
const nationalRun = /(?<![\p{L}\p{N}+.,/])\d(?:[ .()/-]{0,2}\d){7,11}(?!\d)/gu;
const date = /^(?:\d\d[ ./-]\d\d[ ./-](?:19|20)\d\d|(?:19|20)\d\d[ ./-]\d\d[ ./-]\d\d)/;

/**
 * Telephone numbers in a text, as E.164: with a calling code, as France writes them, and as the installation's country
 * does, whose reading comes before the French one.
 * @param country ISO 3166-1, two capitals.
 * @example [...phonesIn("au 06 12 34 56 78", "FR")] // ["+33612345678"]
 */
export function* phonesIn(text: string, country: string): Generator<string> {
  const abroad: string[] = [];
  const rest = text.replace(international, (written) => {
    const number = withCallingCode(written);
    if (number === null) return written;
    abroad.push(number);
    // What stands around it is not read as one number.
    return ";".repeat(written.length);
  });
  yield* abroad;
  const home = plans[country];
  const read = new Set<number>();
  if (home !== undefined && country !== "FR") {
    for (const { 0: written, index } of rest.matchAll(nationalRun)) {
      const number = atHome(written, home);
      if (number === null) continue;
      read.add(index);
      yield number;
    }
  }
  for (const pattern of [frenchPairs, frenchInFours]) {
    for (const { 0: written, index } of rest.matchAll(pattern)) {
      if (!read.has(index)) yield french(written.replace(/\D/g, "").slice(1));
    }
  }
}

/** @returns null when no country has such a number. */
function withCallingCode(written: string): string | null {
  const digits = written.replace(/\(0\)/, "").replace(/^(?:\+|00)/, "");
  const plain = digits.replace(/\D/g, "");
  const code =
    [1, 2].map((length) => plain.slice(0, length)).find((start) => shortCodes.has(start)) ??
    plain.slice(0, 3);
  if (code.length === 3 && !longCode.test(code)) return null;
  const plan = planOfCode.get(code);
  let number = plain.slice(code.length);
  // People keep the 0 of home after the calling code.
  if (plan?.trunk === "0" && number.startsWith("0")) number = number.slice(1);
  const [least, most] = plan?.digits ?? [7, 15 - code.length];
  if (number.length > most)
    number = cutAtSeparator(digits, plain.length - (number.length - most)) ? number.slice(0, most) : "";
  if (number.length < least) return null;
  return code === "33" ? french(number) : `+${code}${number}`;
}

/** Whether something other than a digit follows so many digits: the rest is another number, or a time. */
function cutAtSeparator(written: string, digits: number): boolean {
  let seen = 0;
  for (let place = 0; place < written.length; place += 1) {
    if (/\d/.test(written.charAt(place))) seen += 1;
    if (seen === digits) return !/\d/.test(written.charAt(place + 1));
  }
  return false;
}

function atHome(written: string, { code, trunk, digits: [least, most], first }: Plan): string | null {
  if (date.test(written)) return null;
  const plain = written.replace(/\D/g, "");
  if (!plain.startsWith(trunk)) return null;
  const number = plain.slice(trunk.length);
  if (number.length < least || number.length > most || !first.includes(number.charAt(0))) return null;
  return `+${code}${number}`;
}

function french(number: string): string {
  const code = overseas.find(([start]) => start.test(number))?.[1] ?? "33";
  return `+${code}${number}`;
}
