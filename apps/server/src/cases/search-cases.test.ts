import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { assessCase } from "./assess-case.ts";
import { listCases } from "./list-cases.ts";
import { writeNote } from "./write-note.ts";

const hotline = useHotline();

async function found(q: string): Promise<{ hosts: (string | null)[]; alike: number }> {
  const { memberId } = hotline.analyst();
  const { cases, alike } = await listCases(hotline.vigie, { memberId, query: { q } });
  return { hosts: cases.map(({ title }) => title), alike };
}

test("accents, capitals and a typing mistake do not hide a case, and what holds the words comes before what is like them", async () => {
  const { caseId } = await hotline.report(["https://forum-des-quais.example/fil/4102"]);
  await hotline.report(["https://forum-des-gares.example/fil/7"]);
  const { memberId } = hotline.analyst();
  await writeNote(hotline.vigie, { caseId, memberId, text: "Le pseudonyme Étoile_Grise revient souvent." });
  await hotline.refresh(caseId);
  for (const q of ["etoile_grise", "ÉTOILE", "quais.example"]) {
    const { hosts, alike } = await found(q);
    expect(hosts.slice(0, hosts.length - alike), q).toEqual(["forum-des-quais.example"]);
  }
  for (const q of ["etiole_grise", "forum-des-qais.example", "pseudonime"]) {
    const { hosts, alike } = await found(q);
    expect(hosts[0], q).toBe("forum-des-quais.example");
    expect(alike, q).toBe(hosts.length);
  }
  expect(await found("forum-des-quais")).toEqual({
    hosts: ["forum-des-quais.example", "forum-des-gares.example"],
    alike: 1,
  });
  expect((await found("tout autre chose")).hosts).toEqual([]);
});

test("an address that is sealed is not found, by no spelling", async () => {
  const { caseId } = await hotline.report(["https://cachette.example/ruelle-perdue"]);
  await assessCase(hotline.vigie, {
    caseId,
    requester: hotline.analyst(),
    assessment: { grounds: ["grooming"], manifest: "manifest", minor: "yes", reasons: "" },
  });
  await hotline.refresh(caseId);
  for (const q of ["cachette.example", "ruelle-perdue", "ruele-perdue", "cachete"]) {
    expect((await found(q)).hosts, q).toEqual([]);
  }
});
