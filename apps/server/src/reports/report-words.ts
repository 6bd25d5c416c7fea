import { z } from "zod";
import { openJson, type SealKeyPair } from "../vault/sealed-box.ts";
import type { ReportWords } from "./accept-report.ts";

const reportWords = z.object({ text: z.string().nullable(), typed: z.array(z.string()) });

/** Opens what a reporter wrote, with the team key or the receipt's. Null when the box is for neither. */
export function openReportWords(pair: SealKeyPair, box: Uint8Array): ReportWords | null {
  return openJson(pair, box, reportWords);
}
