import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatFrames, parseFrames } from "./frame-lines.ts";
import { type FrameHash, matchVideos } from "./match-videos.ts";

function frame(fill: number, { quality = 100, timeMs = 0 } = {}): FrameHash {
  return { hash: new Uint8Array(32).fill(fill), quality, timeMs };
}

function flipBits({ hash, quality, timeMs }: FrameHash, count: number): FrameHash {
  const flipped = hash.slice();
  for (let bit = 0; bit < count; bit += 1) flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return { hash: flipped, quality, timeMs };
}

const frames = fc.array(
  fc.record({
    hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    quality: fc.integer({ min: 0, max: 100 }),
    timeMs: fc.integer({ min: 0, max: 10_000_000 }),
  }),
);

describe("two videos compared by their frames", () => {
  test("a clip of a film is all found in it, and the film only in part", () => {
    const film = [0x00, 0x0f, 0x33, 0x55].map((fill) => frame(fill));
    const clip = [flipBits(frame(0x33), 12)];
    expect(matchVideos(clip, film)).toEqual({
      queryShare: 1,
      candidateShare: 0.25,
      queryFrames: 1,
      candidateFrames: 4,
    });
  });

  test("frames at the distance match, frames one bit further do not", () => {
    const one = [frame(0)];
    expect(matchVideos(one, [flipBits(frame(0), 31)]).queryShare).toBe(1);
    expect(matchVideos(one, [flipBits(frame(0), 32)]).queryShare).toBe(0);
    expect(matchVideos(one, [flipBits(frame(0), 32)], { distance: 32 }).queryShare).toBe(1);
  });

  test("frames of low quality do not count, and a still picture counts once", () => {
    const query = [frame(0), frame(0, { timeMs: 1000 }), frame(0xff), frame(0x0f, { quality: 49 })];
    expect(matchVideos(query, [frame(0)])).toEqual({
      queryShare: 0.5,
      candidateShare: 1,
      queryFrames: 2,
      candidateFrames: 1,
    });
    expect(matchVideos(query, [frame(0)], { leastQuality: 0 }).queryFrames).toBe(3);
  });

  test("without frames that count nothing matches", () => {
    expect(matchVideos([], [frame(0)])).toMatchObject({ queryShare: 0, candidateShare: 0 });
    expect(matchVideos([frame(0, { quality: 0 })], [frame(0)])).toMatchObject({ queryShare: 0 });
  });
});

describe("frames as text", () => {
  test("what is written is read again", () => {
    fc.assert(
      fc.property(frames, (list) => {
        expect(parseFrames(formatFrames(list))).toEqual({ frames: list });
      }),
    );
  });

  test("a frame is hash, quality and seconds", () => {
    expect(formatFrames([frame(0xab, { quality: 7, timeMs: 1234 })])).toBe(`${"ab".repeat(32)},7,1.234\n`);
  });

  test.each([
    ["ab,7,1.0", "wrong_hash"],
    [`${"ab".repeat(32)},101,1.0`, "wrong_quality"],
    [`${"ab".repeat(32)},7.5,1.0`, "wrong_quality"],
    [`${"ab".repeat(32)},7,-1`, "wrong_time"],
    [`${"ab".repeat(32)},7,1e3`, "wrong_time"],
    [`${"ab".repeat(32)},7`, "wrong_fields"],
    [`1,7,${"ab".repeat(32)},1.0`, "wrong_fields"],
  ])("the line %s is refused as %s, with its number", (line, problem) => {
    expect(parseFrames(`${"ab".repeat(32)},7,1.000\r\n\n${line}\n`)).toEqual({ problem, line: 3 });
  });
});
