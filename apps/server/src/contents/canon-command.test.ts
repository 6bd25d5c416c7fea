import { PassThrough, Readable } from "node:stream";
import { expect, test } from "vitest";
import { runCanonCommand } from "./canon-command.ts";

async function run(args: string[], typed: string | Iterable<string>, json = true): Promise<string[]> {
  const stdout = new PassThrough();
  let written = "";
  stdout.setEncoding("utf8").on("data", (text: string) => {
    written += text;
  });
  expect(
    await runCanonCommand(args, {
      stdin: Readable.from(typeof typed === "string" ? [typed] : typed),
      stdout,
      json,
    }),
  ).toBe(0);
  stdout.end();
  return written.split("\n").filter((line) => line !== "");
}

test("each argument has its line, with what is unknown as null", async () => {
  const lines = await run(
    ["http://www.Example.org/?utm_id=1", "https://youtu.be/dQw4w9WgXcQ?si=x", "je ne sais pas", "file:///x"],
    "",
  );
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      input: "http://www.Example.org/?utm_id=1",
      key: "example.org/",
      url: "http://www.example.org/",
      service: null,
      object: null,
      kind: "url",
    },
    {
      input: "https://youtu.be/dQw4w9WgXcQ?si=x",
      key: "youtube.com/watch?v=dQw4w9WgXcQ",
      url: "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
      service: "youtube",
      object: "video",
      kind: "url",
    },
    {
      input: "je ne sais pas",
      key: "words:je ne sais pas",
      url: null,
      service: null,
      object: null,
      kind: "words",
    },
    {
      input: "file:///x",
      key: null,
      url: null,
      service: null,
      object: null,
      kind: "refused",
      error: "scheme",
    },
  ]);
});

test("standard input is read line by line, blank lines aside", async () => {
  expect(await run([], "example.org/a\r\n\nexample.org/b")).toHaveLength(2);
  expect(await run(["-"], "example.org/a\n")).toHaveLength(1);
});

test("without --json a line is the key, or why there is none", async () => {
  expect(await run(["example.org/a/", "ftp://example.org"], "", false)).toEqual([
    "example.org/a",
    "refused: scheme",
  ]);
});

test("a long standard input streams through", async () => {
  function* many() {
    for (let at = 0; at < 20_000; at += 1) yield `https://example.org/${at}\n`;
  }
  const lines = await run([], many(), false);
  expect(lines).toHaveLength(20_000);
  expect(lines[19_999]).toBe("example.org/19999");
});
