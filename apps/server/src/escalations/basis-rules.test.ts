import fc from "fast-check";
import { expect, test } from "vitest";
import { basisOf, hostsOf, whatChanged } from "./basis-rules.ts";

const calm = { handling: "normal", hindrance: null, referrals: 0 };
const anyName = fc.option(fc.string(), { nil: null });
const anyHosts = fc.dictionary(fc.domain(), anyName).map((hosts) => new Map(Object.entries(hosts)));

test("what is read again unchanged has not changed", () => {
  fc.assert(
    fc.property(anyHosts, (hosts) => {
      const basis = basisOf(calm, hosts);
      expect(hostsOf(basis).sort()).toEqual([...hosts.keys()].sort());
      expect(whatChanged(JSON.parse(JSON.stringify(basis)), basisOf(calm, hosts))).toBeNull();
    }),
  );
});

test("a host that is another one is told with both names", () => {
  const was = basisOf(calm, new Map([["site.example", "Nord"]]));
  const is = basisOf(calm, new Map([["site.example", "Sud"]]));
  expect(whatChanged(was, is)).toEqual({
    heldWhy: "host_changed",
    changed: [{ host: "site.example", was: "Nord", is: "Sud" }],
  });
});

test("what may be done with the case comes before who hosts it", () => {
  const was = basisOf(calm, new Map([["site.example", "Nord"]]));
  const sealed = basisOf({ ...calm, handling: "no_fetch" }, new Map([["site.example", null]]));
  expect(whatChanged(was, sealed)?.heldWhy).toBe("handling_changed");
  const hindered = basisOf({ ...calm, hindrance: "notice.not_ready" }, new Map([["site.example", "Nord"]]));
  expect(whatChanged(was, hindered)?.heldWhy).toBe("handling_changed");
  const told = basisOf({ ...calm, referrals: 1 }, new Map([["site.example", "Nord"]]));
  expect(whatChanged(was, told)?.heldWhy).toBe("handed_elsewhere");
});

test("an act towards an authority rests on nothing", () => {
  expect(whatChanged({}, {})).toBeNull();
});
