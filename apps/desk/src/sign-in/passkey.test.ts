import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf, textOf } from "./passkey.ts";

test("bytes go to the server and back as base64url", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = textOf(Uint8Array.from(bytes).buffer);
      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect([...bytesOf(text)]).toEqual([...bytes]);
    }),
  );
});
