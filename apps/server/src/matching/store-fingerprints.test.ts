import { situationBody } from "@vigie/contract";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { readHashIndex } from "./hash-index.ts";
import { drawHash } from "./test-banks.ts";

const hotline = useHotline();

test("fingerprints are compared only when whoever was asked said that nobody shown is under 18", async () => {
  const said = (minor: "yes" | "no" | "unknown") => ({ situation: situationBody.parse({ minor }) });
  const reports = [
    { source: "page", ...said("no"), compared: true },
    { source: "page", ...said("unknown"), compared: false },
    { source: "page", ...said("yes"), compared: false },
    { source: "page", situation: null, compared: false },
    { source: "api", ...said("no"), compared: true },
    { source: "api", ...said("unknown"), compared: false },
    { source: "api", situation: null, compared: true },
    { source: "api", ...said("no"), concern: "minor_abuse", compared: false },
    { source: "api", minor: true, compared: false },
  ] as const;
  for (const [at, { compared, ...report }] of reports.entries()) {
    const pdq = drawHash();
    const { reportId } = await hotline.report([`https://hote.example/age/${at}`], {
      ...report,
      fingerprints: [{ kind: "image", pdq, quality: 90 }],
    });
    const { cases } = await readHashIndex(hotline.vigie, { olderThanMs: 0 });
    expect(cases.shelf.find({ pdq, quality: 90 }, { turned: false, most: 5 }).length, String(at)).toBe(
      Number(compared),
    );
    const { rows } = await hotline.database.pool.query(
      "select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'matching.match_report' and j.payload->>'reportId' = $1",
      [reportId],
    );
    expect(rows.length, String(at)).toBe(Number(compared));
  }
});
