import { readJson, readJws } from "./jws-rules.ts";
import { type LabelClaims, labelClaims } from "./label-rules.ts";

/** What a label of our table says. It was verified before it was stored. */
export function claimsOf(jws: string): LabelClaims {
  const read = readJws(jws, "vigie-label");
  if ("fault" in read) throw new Error(`a stored label is ${read.fault}`);
  return labelClaims.parse(readJson(read.payload));
}
