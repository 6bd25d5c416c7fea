import { noticeKinds } from "@vigie/contract";
import { expect, test } from "vitest";
import { namesPerson, voiceOf, wishOf } from "./voice-rules.ts";

test("a complaint speaks to the authority that the rung, the recipient or else the grounds name", () => {
  const unknown = { rung: null, takesPrivacy: null, families: ["identity"] };
  expect(voiceOf("complaint", unknown)).toBe("complaint_regulator");
  expect(voiceOf("complaint", { ...unknown, families: ["data_protection"] })).toBe("complaint_data");
  expect(voiceOf("complaint", { ...unknown, takesPrivacy: true })).toBe("complaint_data");
  expect(voiceOf("complaint", { ...unknown, takesPrivacy: false, families: ["data_protection"] })).toBe(
    "complaint_regulator",
  );
  expect(voiceOf("complaint", { ...unknown, takesPrivacy: true, rung: "regulator" })).toBe(
    "complaint_regulator",
  );
  expect(voiceOf("complaint", { ...unknown, rung: "data_authority" })).toBe("complaint_data");
  for (const kind of noticeKinds) if (kind !== "complaint") expect(voiceOf(kind, unknown)).toBe(kind);
});

test("only what speaks for a person names one", () => {
  expect(noticeKinds.filter(namesPerson)).toEqual(["erasure", "delisting", "complaint"]);
});

test("an answer is wished for in the time of the most pressing ground", () => {
  const ground = (slaHours: number, urgency: string) => ({ slaHours, urgency });
  expect(wishOf("host", [ground(24, "P1"), ground(72, "P3")])).toEqual({ hours: 24 });
  expect(wishOf("service", [ground(72, "P3"), ground(48, "P2")])).toEqual({ officeDays: 2 });
  expect(wishOf("service", [ground(720, "P3")])).toBeNull();
  expect(wishOf("erasure", [ground(1, "P0")])).toBe("month");
  expect(wishOf("complaint", [ground(1, "P0")])).toBeNull();
  expect(wishOf("service", [])).toBeNull();
});
