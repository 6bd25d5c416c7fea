import fc from "fast-check";
import { expect, test } from "vitest";
import { isPermittedPort, isPublicAddress, parseAllowList, plainAddress } from "./address-rules.ts";

test("ordinary addresses of the internet are public", () => {
  const ips = [
    "93.184.216.34",
    "1.1.1.1",
    "8.8.8.8",
    "203.0.112.1",
    "2606:4700::1111",
    "2a01:cb00::1",
    "::ffff:1.1.1.1",
  ];
  for (const ip of ips) expect(isPublicAddress(ip), ip).toBe(true);
});

test("addresses that are not plain public unicast are refused", () => {
  const ips = [
    ...["0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254"],
    ...["172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1"],
    ...[
      "198.51.100.1",
      "203.0.113.1",
      "224.0.0.1",
      "239.1.1.1",
      "240.0.0.1",
      "255.255.255.255",
      "168.63.129.16",
    ],
    ...[
      "::",
      "::1",
      "::127.0.0.1",
      "::ffff:127.0.0.1",
      "::ffff:10.0.0.1",
      "::ffff:0:127.0.0.1",
      "64:ff9b::7f00:1",
    ],
    ...[
      "64:ff9b:1::1",
      "100::1",
      "2001::1",
      "2001:db8::1",
      "2002:7f00:1::",
      "2002:101:101::",
      "3fff::1",
      "4000::1",
    ],
    ...[
      "5f00::1",
      "fc00::1",
      "fd00:ec2::254",
      "fe80::1",
      "fe80::1%eth0",
      "2606:4700::1%eth0",
      "fec0::1",
      "ff02::1",
    ],
    ...["2001:470::5efe:7f00:1", "2001:470::200:5efe:101:101"],
  ];
  for (const ip of ips) expect(isPublicAddress(ip), ip).toBe(false);
});

test("what is not an address in its plain spelling is refused", () => {
  for (const text of [
    "",
    "localhost",
    "2130706433",
    "0x7f.1",
    "127.1",
    "010.0.0.1",
    "1.1.1.1 ",
    "1.1.1",
    "[::1]",
    "1.1.1.1/8",
  ]) {
    expect(isPublicAddress(text), text).toBe(false);
    expect(plainAddress(text), text).toBe(null);
  }
});

test("no IPv4 address becomes public by being written inside an IPv6 address", () => {
  fc.assert(
    fc.property(fc.ipV4(), (ip) => {
      expect(isPublicAddress(`::ffff:${ip}`)).toBe(isPublicAddress(ip));
      for (const wrap of [`::${ip}`, `::ffff:0:${ip}`, `64:ff9b::${ip}`, `64:ff9b:1::${ip}`]) {
        expect(isPublicAddress(wrap), wrap).toBe(false);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("without an entry nothing is allowed", () => {
  const allow = parseAllowList(" , ");
  expect(allow.allows("127.0.0.1", "127.0.0.1", 80)).toBe(false);
  expect(allow.names("demo.test")).toBe(false);
});

test("an entry allows a name, an address or a range, on one port or on all", () => {
  const allow = parseAllowList(
    "Demo.test, 10.0.0.0/8:8080, [::1]:8081, 127.0.0.1:9001, fd00::/8, shop.test:81",
  );
  const answers: [string, string, number, boolean][] = [
    ["demo.test", "127.0.0.1", 80, true],
    ["DEMO.test.", "10.0.0.9", 5, true],
    ["sub.demo.test", "127.0.0.1", 80, false],
    ["x.test", "10.200.0.1", 8080, true],
    ["x.test", "10.200.0.1", 80, false],
    ["x.test", "11.0.0.1", 8080, false],
    ["::1", "::1", 8081, true],
    ["::1", "::1", 80, false],
    ["127.0.0.1", "127.0.0.1", 9001, true],
    ["::ffff:127.0.0.1", "::ffff:127.0.0.1", 9001, true],
    ["localhost", "127.0.0.1", 9001, true],
    ["127.0.0.1", "127.0.0.1", 9002, false],
    ["127.0.0.2", "127.0.0.2", 9001, false],
    ["x.test", "fd12::1", 443, true],
    ["x.test", "fe80::1", 443, false],
    ["::127.0.0.1", "::127.0.0.1", 9001, false],
    ["shop.test", "127.0.0.1", 81, true],
    ["shop.test", "127.0.0.1", 80, false],
  ];
  for (const [host, ip, port, expected] of answers) {
    expect(allow.allows(host, ip, port), `${host} ${ip} ${port}`).toBe(expected);
  }
  expect(allow.names("demo.test")).toBe(true);
  expect(allow.names("127.0.0.1")).toBe(false);
});

test("an entry that cannot be read is named", () => {
  for (const part of [
    "http://x.test",
    "127.0.0.1:0",
    "127.0.0.1:70000",
    "10.0.0.0/33",
    "a b",
    "*.test",
    "127.1",
    "0x7f000001",
    "[::1",
    "::g",
  ]) {
    expect(() => parseAllowList(`ok.test, ${part}`), part).toThrow(`"${part}"`);
  }
});

test("web ports are permitted, ports of other services are not", () => {
  for (const port of [80, 443, 8000, 8080, 8443, 3000, 65_535])
    expect(isPermittedPort(port), `${port}`).toBe(true);
  for (const port of [0, -1, 22, 25, 5432, 6379, 27017, 65_536, 80.5, Number.NaN]) {
    expect(isPermittedPort(port), `${port}`).toBe(false);
  }
});
