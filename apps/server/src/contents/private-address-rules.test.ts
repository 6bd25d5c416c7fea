import { expect, test } from "vitest";
import { canonicalKey } from "./canonical-key.ts";

/** Each way in which the URL standard lets an IPv4 address be written. */
function spellings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  const hex = (value: number, width = 0) => `0x${value.toString(16).padStart(width, "0")}`;
  const octal = (value: number) => `0${value.toString(8)}`;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  return [
    address,
    `${address}.`,
    [a, b, c, d].map((part) => hex(part)).join("."),
    [a, b, c, d].map((part) => hex(part, 4).toUpperCase().replace("0X", "0x")).join("."),
    [a, b, c, d].map(octal).join("."),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${hex(a)}.${octal(b)}.${c}.${d}`,
    String(whole),
    hex(whole),
    `0${whole.toString(8)}`,
    [...address].map((character) => (/\d/.test(character) ? `%3${character}` : character)).join(""),
    address.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    address.replaceAll(".", "。"),
    `[::ffff:${address}]`,
    `[::${address}]`,
    `[64:ff9b::${address}]`,
  ];
}

const privateIpv4 = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "100.127.255.254",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.254",
  "192.0.0.1",
  "192.0.2.1",
  "192.168.0.1",
  "192.168.255.254",
  "198.18.0.1",
  "198.19.255.254",
  "198.51.100.7",
  "203.0.113.9",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
];

const privateIpv6 = [
  "::",
  "::1",
  "0:0:0:0:0:0:0:1",
  "fc00::1",
  "fd12:3456:789a::1",
  "fe80::1",
  "febf::1",
  "fec0::1",
  "ff02::1",
  "100::1",
  "2001:db8::1",
  "2001::1",
  "2002:7f00:1::",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "::ffff:7f00:1",
  "::ffff:0:7f00:1",
  "3fff::1",
  "4000::1",
  "5f00::1",
];

const privateNames = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "a.localhost",
  "printer.local",
  "nas.lan",
  "router.home",
  "box.home.arpa",
  "home.arpa",
  "wiki.corp",
  "git.internal",
  "metadata.google.internal",
  "intranet",
  "server",
  "db.private",
  "host.localdomain",
  "www.localhost",
  "m.localhost",
  "x.intranet",
];

const forms = [
  ...privateIpv4.flatMap(spellings).flatMap((host) => [`http://${host}/`, `https://user@${host}:8443/a?b=1`]),
  ...privateIpv6.flatMap((host) => [
    `http://[${host}]/`,
    `https://[${host.toUpperCase()}]:8080/a`,
    `[${host}]/a`,
  ]),
  ...privateNames.flatMap((host) => [`http://${host}/`, `https://${host}:8443/a`, `http:\\\\${host}\\a`]),
];

test("more than 500 ways to write a private address are known", () => {
  expect(new Set(forms).size).toBeGreaterThan(500);
});

test("every way to write a private address is refused", () => {
  for (const form of forms)
    expect(canonicalKey(form), form).toEqual({ kind: "refused", code: "private_address" });
});

test("public addresses are taken", () => {
  for (const host of [
    "8.8.8.8",
    "1.1.1.1",
    "172.15.0.1",
    "172.32.0.1",
    "100.128.0.1",
    "[2606:4700::1111]",
    "[2a00:1450:4007::1]",
    "local.example.org",
  ]) {
    expect(canonicalKey(`https://${host}/`).kind, host).toBe("url");
  }
});
