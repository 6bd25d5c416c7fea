import fc from "fast-check";
import { expect, test } from "vitest";
import type { LanePurpose } from "./derivation-lanes.ts";
import { createLanes } from "./derivation-lanes.ts";

const anyPurpose = fc.constantFrom<LanePurpose[]>("opening", "creation", "refill");

test("whatever arrives, the cap holds, and everything admitted is done", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 5 }),
      fc.array(anyPurpose, { maxLength: 30 }),
      async (scheduler, concurrency, queueLimit, purposes) => {
        const lanes = createLanes({ concurrency, queueLimit });
        let running = 0;
        let refilling = 0;
        let most = 0;
        const outcomes = purposes.map((purpose, index) =>
          lanes.run(purpose, async () => {
            running += 1;
            if (purpose === "refill") refilling += 1;
            most = Math.max(most, running);
            expect(refilling).toBeLessThanOrEqual(Math.max(1, concurrency - 1));
            await scheduler.schedule(Promise.resolve());
            running -= 1;
            if (purpose === "refill") refilling -= 1;
            return index;
          }),
        );
        await scheduler.waitFor(Promise.all(outcomes));
        const settled = await Promise.all(outcomes);
        expect(most).toBeLessThanOrEqual(concurrency);
        settled.forEach((outcome, index) => {
          if (outcome.kind === "done") expect(outcome.value).toBe(index);
        });
        for (const purpose of ["opening", "creation", "refill"]) {
          const kinds = settled
            .filter((_, index) => purposes[index] === purpose)
            .map((outcome) => outcome.kind);
          expect(kinds.filter((kind) => kind === "done").length).toBeGreaterThanOrEqual(
            Math.min(kinds.length, queueLimit),
          );
        }
      },
    ),
  );
});

test("beyond the limit the next is told busy, and is welcome again once there is room", async () => {
  const lanes = createLanes({ concurrency: 1, queueLimit: 2 });
  const gate = newGate();
  const running = lanes.run("opening", gate.work("first"));
  const waiting = [lanes.run("opening", async () => "second"), lanes.run("opening", async () => "third")];
  expect(await lanes.run("opening", async () => "fourth")).toEqual({ kind: "busy" });

  gate.open();
  expect(await Promise.all([running, ...waiting])).toEqual([
    { kind: "done", value: "first" },
    { kind: "done", value: "second" },
    { kind: "done", value: "third" },
  ]);
  expect(await lanes.run("opening", async () => "fifth")).toEqual({ kind: "done", value: "fifth" });
});

test("openings and creations take turns, first come first served among themselves, and refills wait for both", async () => {
  const lanes = createLanes({ concurrency: 1, queueLimit: 10 });
  const gate = newGate();
  const order: string[] = [];
  const first = lanes.run("opening", gate.work("first"));
  const wanted: [LanePurpose, string][] = [
    ["refill", "refill 1"],
    ["opening", "opening 1"],
    ["opening", "opening 2"],
    ["opening", "opening 3"],
    ["creation", "creation 1"],
    ["creation", "creation 2"],
  ];
  const rest = wanted.map(([purpose, name]) => lanes.run(purpose, async () => order.push(name)));
  gate.open();
  await Promise.all([first, ...rest]);
  expect(order).toEqual(["creation 1", "opening 1", "creation 2", "opening 2", "opening 3", "refill 1"]);
});

test("refills leave one lane free for whoever comes", async () => {
  const lanes = createLanes({ concurrency: 2, queueLimit: 10 });
  const gate = newGate();
  let refillsStarted = 0;
  const refills = [1, 2, 3].map(() =>
    lanes.run("refill", () => {
      refillsStarted += 1;
      return gate.work("refill")();
    }),
  );
  expect(await lanes.run("opening", async () => "opened")).toEqual({ kind: "done", value: "opened" });
  expect(refillsStarted).toBe(1);
  gate.open();
  await Promise.all(refills);
});

test("work that fails frees its lane and fails for its caller only", async () => {
  const lanes = createLanes({ concurrency: 1, queueLimit: 10 });
  const failing = lanes.run("opening", () => Promise.reject(new Error("out of memory")));
  const next = lanes.run("opening", async () => "fine");
  await expect(failing).rejects.toThrow("out of memory");
  expect(await next).toEqual({ kind: "done", value: "fine" });
});

function newGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    open: () => open(),
    work: (value: string) => async () => {
      await opened;
      return value;
    },
  };
}
