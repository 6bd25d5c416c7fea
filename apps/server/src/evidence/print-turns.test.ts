import { expect, test } from "vitest";
import { turnsOf } from "./print-turns.ts";

const nextTurn = () => new Promise((next) => setImmediate(next));

/** Works that end when told, in the order they started. */
function works() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    work: (name: string) => () =>
      new Promise<string>((end) => {
        started.push(name);
        ends.set(name, () => end(name));
      }),
    end: async (name: string) => {
      await nextTurn();
      ends.get(name)?.();
      await nextTurn();
    },
  };
}

test("one owner has one running work, and others go past what that owner has waiting", async () => {
  const { started, work, end } = works();
  const turns = turnsOf({ atOnce: 2, ofOne: 2, waiting: 4 });
  const all = [
    turns.take("a", work("a1")),
    turns.take("a", work("a2")),
    turns.take("b", work("b1")),
    turns.take("c", work("c1")),
  ];
  await nextTurn();
  expect(started).toEqual(["a1", "b1"]);
  await end("b1");
  expect(started).toEqual(["a1", "b1", "c1"]);
  await end("a1");
  expect(started).toEqual(["a1", "b1", "c1", "a2"]);
  await end("c1");
  await end("a2");
  expect(await Promise.all(all)).toEqual(["a1", "a2", "b1", "c1"]);
});

test("what waits is bounded, for one owner and for all; a work that fails gives its place back", async () => {
  const { work, end } = works();
  const turns = turnsOf({ atOnce: 1, ofOne: 2, waiting: 2 });
  const first = turns.take("a", work("a1"));
  const second = turns.take("a", () => Promise.reject(new Error("failed")));
  expect(await turns.take("a", work("a3"))).toBe("full");
  const third = turns.take("b", work("b1"));
  expect(await turns.take("c", work("c1"))).toBe("full");
  await Promise.all([expect(second).rejects.toThrow("failed"), end("a1")]);
  await end("b1");
  expect(await Promise.all([first, third])).toEqual(["a1", "b1"]);
  const last = turns.take("c", work("c2"));
  await end("c2");
  expect(await last).toBe("c2");
});
