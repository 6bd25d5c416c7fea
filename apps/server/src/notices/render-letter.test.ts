import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { queueNotices } from "./queue-notices.ts";
import { renderLetter } from "./render-letter.ts";
import { useDesk } from "./test-desk.ts";

const database = useDatabase();
const desk = useDesk(database);

test("a notice by post is printed; any other is no letter", async () => {
  const { caseId, contentIds } = await desk.openCase({ places: ["https://a.example/1"] });
  const to = { host: "*", name: "Hôte", language: "fr" } as const;
  const { noticeIds } = await queueNotices(desk.vigie, {
    caseId,
    contentIds,
    recipients: [
      { ...to, kind: "erasure", channel: "post", postal: ["1 place du Marché", "59000 Lille"] },
      { ...to, email: "abuse@hote.example" },
    ],
    explanation: "La personne n’a pas consenti.",
    identity: { name: "Camille Exemple", mandate: true },
    memberId: desk.memberId,
  });
  const [letter = "", mail = ""] = noticeIds;
  const pdf = await renderLetter(desk.vigie, { noticeId: letter });
  expect(pdf.toString("latin1")).toContain("<pdfuaid:part>1</pdfuaid:part>");
  await expect(renderLetter(desk.vigie, { noticeId: mail })).rejects.toMatchObject({
    code: "notice.not_a_letter",
  });
  await expect(renderLetter(desk.vigie, { noticeId: randomUUID() })).rejects.toMatchObject({
    code: "notice.unknown",
  });
});
