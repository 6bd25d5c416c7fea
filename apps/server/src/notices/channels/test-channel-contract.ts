import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import type { Vigie } from "../../vigie.ts";
import type { ChannelPort, OutgoingNotice } from "./channel-port.ts";
import type { Mood } from "./test-interface.ts";

export interface ChannelBench {
  channel: ChannelPort;
  /** true: the recipient knows a notice by its id, so that a lost answer is no doubt. */
  repeatable: boolean;
  vigie(): Vigie;
  newNotice(): Promise<OutgoingNotice>;
  /** The recipient meets the next delivery like this. */
  next(mood: Mood): void;
  /** How many notices of this id the recipient has. */
  effects(notice: OutgoingNotice): number;
  /** The same, where nobody answers at all. */
  away(): Promise<{ vigie: Vigie; notice: OutgoingNotice }>;
}

const nothing = { beforeLastByte: async () => undefined };

/** What every channel holds to; each brings a bench with a recipient on loopback. */
export function describeChannel(
  name: string,
  { channel, repeatable, vigie, newNotice, next, effects, away }: ChannelBench,
): void {
  describe(`${name}, as every channel`, () => {
    let notice: OutgoingNotice;
    beforeEach(async () => {
      notice = await newNotice();
    });
    const deliver = (steps: { beforeLastByte(): Promise<void> } = nothing) =>
      channel.deliver(vigie(), notice, steps);

    test("a notice that is taken is there once, under its own id", async () => {
      expect(await deliver()).toMatchObject({ kind: "accepted" });
      expect(effects(notice)).toBe(1);
    });

    test("nothing is there before the caller has committed, who is asked once", async () => {
      let asked = 0;
      let before = -1;
      await deliver({
        beforeLastByte: async () => {
          asked += 1;
          await sleep(150);
          before = effects(notice);
        },
      });
      expect({ asked, before }).toEqual({ asked: 1, before: 0 });
      expect(effects(notice)).toBe(1);
    });

    test("a caller that cannot commit abandons it, and hears its own error", async () => {
      const refused = new Error("not committed");
      await expect(deliver({ beforeLastByte: () => Promise.reject(refused) })).rejects.toBe(refused);
      await sleep(100);
      expect(effects(notice)).toBe(0);
    });

    test("a refusal for good and one for now are told apart", async () => {
      next("refuses_for_good");
      expect(await deliver()).toMatchObject({ kind: "refused", permanent: true });
      next("refuses_for_now");
      expect(await deliver()).toMatchObject({ kind: "refused", permanent: false });
      expect(effects(notice)).toBe(0);
      expect(await deliver()).toMatchObject({ kind: "accepted" });
    });

    test("where nobody answers, the caller is never asked to commit", async () => {
      const there = await away();
      let asked = 0;
      const outcome = await channel.deliver(there.vigie, there.notice, {
        beforeLastByte: async () => {
          asked += 1;
        },
      });
      expect(outcome).toMatchObject({ kind: "unreachable" });
      expect(asked).toBe(0);
    });

    test("a line that breaks before the end leaves no doubt, even when the commit is slower", async () => {
      next("breaks_before_the_end");
      expect(await deliver({ beforeLastByte: () => sleep(200) })).toMatchObject({ kind: "unreachable" });
      expect(effects(notice)).toBe(0);
    });

    test(
      repeatable
        ? "when the answer is lost it is sent again, and the recipient has one"
        : "when the answer is lost it is in doubt",
      async () => {
        next("loses_its_answer");
        expect(await deliver()).toMatchObject({ kind: repeatable ? "unreachable" : "in_doubt" });
        if (repeatable) expect(await deliver()).toMatchObject({ kind: "accepted" });
        expect(effects(notice)).toBe(1);
      },
    );

    test("after a crash, only what may be repeated is said to be so", async () => {
      expect(await channel.traceOf(vigie(), notice)).toBe(repeatable ? "may_repeat" : "unknown");
    });
  });
}
