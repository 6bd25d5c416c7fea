import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { untilReaderGoes, writeOut } from "./write-out.ts";

/** A pipe whose reader takes so many lines, and goes; or that breaks otherwise. */
function pipe(taken: number, code = "EPIPE") {
  let lines = 0;
  return new Writable({
    write(_chunk, _encoding, done) {
      lines += 1;
      done(lines > taken ? Object.assign(new Error("broken"), { code }) : null);
    },
  });
}

test("a command whose reader goes ends there, with 0 and without an error", async () => {
  const stdout = pipe(3);
  let written = 0;
  const status = await untilReaderGoes([stdout], async () => {
    for (; written < 100; written += 1) await writeOut(stdout, "line\n");
    return 1;
  });
  expect([status, written]).toEqual([0, 3]);
});

test("a last line that nobody reads any more is no error, even when the command does not wait for it", async () => {
  const stdout = pipe(0);
  expect(
    await untilReaderGoes([stdout], async () => {
      stdout.write("done\n");
      return 1;
    }),
  ).toBe(1);
  await turn();
  expect(stdout.errored).not.toBeNull();
});

test("what breaks otherwise, as a full disk does, is told", async () => {
  const stdout = pipe(0, "ENOSPC");
  stdout.on("error", () => {});
  await expect(writeOut(stdout, "line\n")).rejects.toMatchObject({ code: "ENOSPC" });
});
