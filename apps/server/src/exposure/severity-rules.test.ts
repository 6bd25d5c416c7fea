import { expect, test } from "vitest";
import { allGrounds, findGround } from "../catalogue/installed-catalogue.ts";
import { ledgerTopic, severityOf } from "./severity-rules.ts";

test("what is sexual, terror, bodily harm or an urgent threat is severe; the rest is not", () => {
  const severe = allGrounds()
    .filter((ground) => severityOf([ground]) === "severe")
    .map(({ slug }) => slug);
  expect(severe).toEqual(
    expect.arrayContaining([
      "ncii",
      "sexual-deepfake",
      "voyeurism",
      "adult-sextortion",
      "terrorism",
      "explosives-manual",
      "filmed-violence",
      "torture-images",
      "suicide-methods",
      "threats",
    ]),
  );
  for (const slug of ["hate-incitement", "phishing", "copyright", "defamation", "drugs", "image-right"]) {
    expect(severe, slug).not.toContain(slug);
  }
});

test("the gravest ground decides, and what we do not know is severe", () => {
  const grounds = (...slugs: string[]) => slugs.map(findGround);
  expect(severityOf(grounds("copyright", "ncii"))).toBe("severe");
  expect(severityOf(grounds("no-such-ground"))).toBe("severe");
  expect(severityOf([])).toBe("severe");
  expect(ledgerTopic(grounds("copyright", "ncii"))).toBe("intimate_image");
  expect(ledgerTopic(grounds("copyright"))).toBe("copyright");
  expect(ledgerTopic([])).toBe("other");
});
