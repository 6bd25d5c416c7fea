import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { type BankAction, runBankCommand } from "./bank-command.ts";
import { runMatchCommand } from "./match-command.ts";
import { changeBits, drawHash, lines, writeList } from "./test-banks.ts";

const hotline = useHotline();

function collector() {
  let text = "";
  const stream = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}

async function bank(action: BankAction, json = true, stdin = "") {
  const [stdout, stderr] = [collector(), collector()];
  const status = await runBankCommand(hotline.vigie, action, {
    json,
    stdin: Readable.from([stdin]),
    stdout: stdout.stream,
    stderr: stderr.stream,
  });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

async function match(wanted: string[], banks: string[] = [], json = true, stdin = "") {
  const [stdout, stderr] = [collector(), collector()];
  const status = await runMatchCommand(
    hotline.vigie,
    { wanted, banks, searchPath: "/nowhere" },
    { json, stdin: Readable.from([stdin]), stdout: stdout.stream, stderr: stderr.stream },
  );
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

const add = (slug: string, more: Partial<Extract<BankAction, { action: "add" }>> = {}) =>
  bank({
    action: "add",
    slug,
    name: "Banque",
    owner: "Association",
    purpose: "essai",
    provenance: "list",
    expires: "2027-01-01",
    distance: 31,
    ...more,
  });
const importing = (slug: string, file: string, whole = false): BankAction => ({
  action: "import",
  slug,
  file,
  source: "essai",
  whole,
  dated: "2026-03-01",
});

test("a bank is made, filled, read out the same, asked, taken back and asked again", async () => {
  expect((await add("premiere")).status).toBe(0);
  const entries = Array.from({ length: 3 }, (_, at) => ({
    pdq: drawHash(),
    quality: 80,
    md5: drawHash().slice(0, 32),
    tags: [`t${at}`],
    ref: `n° ${at}, "a"`,
  }));
  const imported = await bank(importing("premiere", writeList(hotline, lines(...entries))));
  expect(imported).toMatchObject({ status: 0, stderr: "" });
  expect(JSON.parse(imported.stdout)).toMatchObject({ status: "applied", taken: 3 });

  for (const csv of [false, true]) {
    const out = await bank({ action: "export", slug: "premiere", csv });
    await add(`copie-${csv}`);
    expect((await bank(importing(`copie-${csv}`, writeList(hotline, out.stdout)))).status).toBe(0);
    const again = await bank({ action: "export", slug: `copie-${csv}`, csv });
    expect(again.stdout).toBe(out.stdout);
    expect((await bank({ action: "suspend", slug: `copie-${csv}` })).status).toBe(0);
  }

  const near = changeBits(entries[1]?.pdq ?? "", 9);
  const list = join(hotline.dataDir, "questions.jsonl");
  writeFileSync(
    list,
    `${lines({ file: "a.jpg", pdq: near, quality: 70 }, { md5: entries[2]?.md5 })}{"error":"bomb"}\n`,
  );
  const asked = await match([near, list], ["premiere"]);
  expect(asked.status).toBe(2);
  expect(
    asked.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    {
      of: "argument 1",
      matches: [{ bank: "premiere", method: "near", distance: 9, confirmed: false, tags: ["t1"] }],
    },
    { of: `${list}:1`, matches: [{ distance: 9 }] },
    { of: `${list}:2`, matches: [{ method: "exact", distance: 0, confirmed: true, tags: ["t2"] }] },
    { of: `${list}:3`, error: "no_hash" },
  ]);
  expect((await match([near], [], false)).stdout).toBe("argument 1  premiere  9 bits apart  t1\n");
  expect(asked.stdout).not.toContain(near);

  expect((await bank({ action: "rollback", slug: "premiere" })).status).toBe(0);
  expect(await match([near], [], false)).toMatchObject({ status: 1, stdout: "no match\n" });
  expect((await bank({ action: "rollback", slug: "premiere" })).status).toBe(1);
  const stat = JSON.parse((await bank({ action: "stat", slug: "premiere" })).stdout);
  expect(stat.banks).toMatchObject([{ entries: 0, imports: [{ status: "rolled_back", source: "essai" }] }]);
});

test("bad lines are told by number and reason, in words or as JSON, and never repeated", async () => {
  await add("erreurs");
  const bad = `${drawHash()}00`;
  const file = writeList(hotline, lines({ pdq: drawHash() }, { pdq: bad }));
  const told = await bank(importing("erreurs", file), false);
  expect(told.status).toBe(1);
  expect(told.stderr).toBe("line 2: holds a hash of the wrong length.\n");
  expect(told.stdout).toContain("2 lines: 1 new entries, 0 known, 1 refused.");
  expect(told.stdout).toContain("alarm: more than 1 % of the lines are bad.");
  expect(told.stdout).toContain("vigie bank accept erreurs");
  expect((await bank({ action: "accept", slug: "erreurs" })).status).toBe(0);
  const again = await bank(importing("erreurs", file));
  expect(JSON.parse(again.stderr)).toEqual({ line: 2, problem: "wrong_length" });
  expect(`${told.stdout}${told.stderr}${again.stdout}${again.stderr}`).not.toContain(bad);
});

test("what cannot be is refused with a sentence: names, dates, files, banks", async () => {
  expect(await add("Majuscule")).toMatchObject({ status: 2 });
  expect(await add("passee", { expires: "2020-01-01" })).toMatchObject({ status: 2 });
  expect(await add("date", { expires: "demain" })).toMatchObject({ status: 2 });
  expect((await add("double")).status).toBe(0);
  expect((await add("double")).status).toBe(1);
  expect(await bank(importing("double", "/nulle/part"))).toMatchObject({ status: 2 });
  expect(await bank(importing("double", hotline.dataDir))).toMatchObject({ status: 2 });
  expect(await bank(importing("absente", writeList(hotline, "")))).toMatchObject({ status: 1 });
  for (const stdin of ["", "\n", "xyz\n", `${drawHash()}\n${drawHash()}00\n`]) {
    expect(await bank({ action: "withdraw", slug: "double", by: "hashes" }, true, stdin)).toMatchObject({
      status: 2,
    });
  }
  expect(await bank({ action: "partner_add", name: "Personne", banks: ["absente"] })).toMatchObject({
    status: 1,
  });
  expect((await match(["a".repeat(32)], ["absente"])).status).toBe(2);
});

test("a partner's key is printed once; who may ask is listed without it", async () => {
  await add("partagee");
  const added = await bank({ action: "partner_add", name: "Forum", banks: ["partagee"] });
  const { key } = JSON.parse(added.stdout);
  expect(key).toMatch(/^vigie_[\w-]{43}$/);
  expect(await bank({ action: "partner_add", name: "Forum", banks: ["partagee"] })).toMatchObject({
    status: 2,
  });
  const listed = await bank({ action: "partner_list" });
  expect(JSON.parse(listed.stdout).partners).toMatchObject([
    { name: "Forum", banks: ["partagee"], disabledAt: null },
  ]);
  expect(listed.stdout).not.toContain(key);
  expect((await bank({ action: "partner_disable", name: "Forum" })).status).toBe(0);
  expect((await bank({ action: "partner_disable", name: "Forum" })).status).toBe(1);
});

test("hashes are read from standard input too, so that no list of commands shows them", async () => {
  await add("entree");
  const entry = { pdq: drawHash(), quality: 80, md5: drawHash().slice(0, 32) };
  await bank(importing("entree", writeList(hotline, lines(entry))));
  const stdin = `${entry.md5}\n\n${JSON.stringify({ pdq: changeBits(entry.pdq, 5) })}\nrien\n`;
  const { status, stdout } = await match(["-"], ["entree"], true, stdin);
  expect(status).toBe(2);
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { of: "-:1", matches: [{ method: "exact" }] },
    { of: "-:3", matches: [{ method: "near", distance: 5 }] },
    { of: "-:4", error: "not_json" },
  ]);
  expect(stdout).not.toContain(entry.md5);
});

test("what is withdrawn is read from standard input, all of it before any is taken out, and repeated nowhere", async () => {
  await add("retrait");
  const entries = Array.from({ length: 4 }, () => ({
    pdq: drawHash(),
    quality: 80,
    sha1: drawHash().slice(0, 40),
  }));
  await bank(importing("retrait", writeList(hotline, lines(...entries))));
  const withdraw = (...hashes: string[]) =>
    bank({ action: "withdraw", slug: "retrait", by: "hashes" }, true, `${hashes.join("\n\n")}\n`);
  const [first, second, third, fourth] = entries;
  const wrong = await withdraw(first?.sha1 ?? "", "f00d");
  expect(wrong).toMatchObject({
    status: 2,
    stdout: "",
    stderr: "Line 3 is no hash of 32, 40 or 64 hexadecimal digits.\n",
  });
  const gone = await withdraw(first?.sha1.toUpperCase() ?? "", ` ${second?.pdq}`, second?.sha1 ?? "");
  expect(gone).toMatchObject({ status: 0, stdout: '{"slug":"retrait","entries":2}\n', stderr: "" });
  expect((await withdraw(first?.pdq ?? "")).status).toBe(1);
  const left = await bank({ action: "export", slug: "retrait", csv: false });
  expect(
    left.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).sha1),
  ).toEqual([third?.sha1, fourth?.sha1]);
});

test("of many near ones the nearest are told, and that there were more", async () => {
  await add("serie");
  const pdq = drawHash();
  const near = Array.from({ length: 9 }, (_, at) => ({ pdq: changeBits(pdq, 2 * at), quality: 80 }));
  await bank(importing("serie", writeList(hotline, lines(...near.reverse()))));
  const asked = JSON.parse((await match([pdq], ["serie"])).stdout);
  expect(asked.more).toBe(true);
  expect(asked.matches.map(({ distance }: { distance: number }) => distance)).toEqual([0, 2, 4, 6, 8]);
  expect((await match([pdq], ["serie"], false)).stdout).toContain(
    "argument 1  and more, which are not nearer\n",
  );
  expect(JSON.parse((await match([drawHash()], ["serie"])).stdout)).toMatchObject({
    matches: [],
    more: false,
  });
});

test("whoever reads an export or answers may stop: the command ends well and says nothing", async () => {
  await add("lue");
  const entries = Array.from({ length: 50 }, () => ({ md5: drawHash().slice(0, 32) }));
  const list = writeList(hotline, lines(...entries));
  await bank(importing("lue", list));
  const untilOneLine = () => {
    let written = 0;
    return new Writable({
      write(_chunk, _encoding, done) {
        written += 1;
        done(written > 1 ? Object.assign(new Error("write EPIPE"), { code: "EPIPE" }) : null);
      },
    });
  };
  const stderr = collector();
  const streams = () => ({
    json: true,
    stdin: Readable.from([]),
    stdout: untilOneLine(),
    stderr: stderr.stream,
  });
  const exported: BankAction = { action: "export", slug: "lue", csv: false };
  expect(await runBankCommand(hotline.vigie, exported, streams())).toBe(0);
  const question = { wanted: [`${list}.jsonl`], banks: ["lue"], searchPath: "/nowhere" };
  copyFileSync(list, `${list}.jsonl`);
  expect(await runMatchCommand(hotline.vigie, question, streams())).toBe(0);
  expect(stderr.text()).toBe("");
});
