/** Spellings of addresses that lead to loopback, to private networks or to no web server, for tests. */
export function spellingsOfThisMachine(port: number): string[] {
  const hosts = [
    ...dottedSpellings(127, 0, 0, 1),
    ...dottedSpellings(0, 0, 0, 0),
    ...dottedSpellings(10, 0, 0, 1),
    ...dottedSpellings(192, 168, 1, 1),
    ...dottedSpellings(169, 254, 169, 254),
    ...dottedSpellings(100, 100, 100, 200),
    ...dottedSpellings(172, 16, 0, 1),
    ...Array.from({ length: 60 }, (_, i) => `127.${(i * 37) % 256}.${(i * 91) % 256}.${(i * 13 + 2) % 256}`),
    ...v6Spellings("127.0.0.1"),
    ...v6Spellings("10.0.0.1"),
    ...v6Spellings("169.254.169.254"),
    ...plainV6,
    ...names,
    ...disguisedNames,
  ];
  const urls = hosts.flatMap((host) => [`http://${host}:${port}/`, `https://${host}:${port}/a?b=c`]);
  const loopback = `127.0.0.1:${port}`;
  return [
    ...urls,
    `http:${loopback}/`,
    `http:/${loopback}/`,
    `http:///${loopback}/`,
    `http:\\\\${loopback}\\`,
    `HTTP://${loopback}`,
    ` http://${loopback}/ `,
    `ht\ntp://127.0.\t0.1:${port}/`,
    `http://user:word@${loopback}/`,
    `http://example.org@${loopback}/`,
    `http://example.org:80@${loopback}/`,
    `http://example.org%40${loopback}/`,
    `http://${loopback}\\@example.org/`,
    `http://${loopback}#@example.org/`,
    `http://${loopback}?@example.org/`,
    `http://example.org\\@${loopback}/`,
    `//${loopback}/`,
    loopback,
    "127.0.0.1",
    `file://${loopback}/etc/passwd`,
    "file:///etc/passwd",
    `ftp://${loopback}/`,
    `gopher://${loopback}/_GET`,
    `dict://${loopback}/x`,
    `ldap://${loopback}/`,
    `ws://${loopback}/`,
    `wss://${loopback}/`,
    `tftp://${loopback}/`,
    `sftp://${loopback}/`,
    `jar:http://${loopback}!/`,
    `view-source:http://${loopback}/`,
    `blob:http://${loopback}/x`,
    `filesystem:http://${loopback}/x`,
    `javascript:fetch("http://${loopback}")`,
    `data:text/html,<img src=http://${loopback}>`,
    `about:blank`,
    "",
    "http://",
    "http://:80/",
    "http://127.0.0.1:0/",
    "http://127.0.0.1:99999/",
    "http://[::1",
    "http://[]/",
    "http://[fe80::1%25eth0]/",
    "http://[::1%25lo]/",
    ...[22, 25, 53, 110, 143, 389, 465, 587, 993, 2375, 3306, 5432, 6379, 9200, 11211, 27017].map(
      (dangerous) => `http://93.184.216.34:${dangerous}/`,
    ),
  ];
}

function dottedSpellings(a: number, b: number, c: number, d: number): string[] {
  const whole = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const hex = (n: number, width = 0) => `0x${n.toString(16).padStart(width, "0")}`;
  const octal = (n: number, width = 0) => `0${n.toString(8).padStart(width, "0")}`;
  const parts = [a, b, c, d];
  const dotted = parts.join(".");
  return [
    dotted,
    `${dotted}.`,
    String(whole),
    `${whole}.`,
    hex(whole),
    hex(whole).toUpperCase().replace("0X", "0X"),
    hex(whole, 16),
    octal(whole),
    octal(whole, 20),
    parts.map((n) => hex(n)).join("."),
    parts.map((n) => hex(n, 8)).join("."),
    parts.map((n) => octal(n)).join("."),
    parts.map((n) => octal(n, 8)).join("."),
    `${hex(a)}.${b}.${octal(c)}.${d}`,
    `${a}.${octal(b)}.${hex(c)}.${hex(d)}`,
    `${a}.${b}.${(c << 8) | d}`,
    `${a}.${b}.${hex((c << 8) | d)}`,
    `${a}.${(b << 16) | (c << 8) | d}`,
    `${hex(a)}.${octal((b << 16) | (c << 8) | d)}`,
    // Escaped, full width, circled and script digits, and the ideographic full stops.
    [...dotted].map((char) => `%${char.charCodeAt(0).toString(16)}`).join(""),
    dotted.replaceAll(".", "%2e"),
    dotted.replaceAll(".", "。"),
    dotted.replaceAll(".", "．"),
    dotted.replaceAll(".", "｡"),
    [...dotted].map((char) => (char === "." ? "." : String.fromCodePoint(0xff10 + Number(char)))).join(""),
    [...dotted].map((char) => (char === "." ? "." : String.fromCodePoint(0x1d7d8 + Number(char)))).join(""),
    [...dotted]
      .map((char) => (char === "." || char === "0" ? char : String.fromCodePoint(0x245f + Number(char))))
      .join(""),
    dotted.replace(".", ".\u00ad"),
    dotted.replace(".", "\u200b."),
  ];
}

function v6Spellings(dotted: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split(".").map(Number);
  const high = ((a << 8) | b).toString(16);
  const low = ((c << 8) | d).toString(16);
  return [
    `::ffff:${dotted}`,
    `::FFFF:${dotted}`,
    `0:0:0:0:0:ffff:${dotted}`,
    `0000:0000:0000:0000:0000:ffff:${high}:${low}`,
    `::ffff:${high}:${low}`,
    `0::ffff:${high}:${low}`,
    `::ffff:0:${dotted}`,
    `::${dotted}`,
    `::${high}:${low}`,
    `64:ff9b::${dotted}`,
    `64:ff9b:1::${dotted}`,
    `2002:${high}:${low}::`,
    `2002:${high}:${low}::1`,
    `2001:0:${high}:${low}::1`,
    `2001:0000:4136:e378:8000:63bf:${(0xffff ^ ((a << 8) | b)).toString(16)}:${(0xffff ^ ((c << 8) | d)).toString(16)}`,
    `2001:470:1f0b::5efe:${high}:${low}`,
    `2001:470:1f0b:0:200:5efe:${high}:${low}`,
    `fe80::5efe:${high}:${low}`,
  ].map((address) => `[${address}]`);
}

const plainV6 = [
  "::",
  "::1",
  "0:0:0:0:0:0:0:1",
  "0000:0000:0000:0000:0000:0000:0000:0001",
  "0::1",
  "::0001",
  "fe80::1",
  "febf::1",
  "fec0::1",
  "fc00::1",
  "fd00:ec2::254",
  "fdff::1",
  "ff02::1",
  "ff0e::1",
  "100::1",
  "2001:db8::1",
  "2001:2::1",
  "2001:10::1",
  "2001:20::1",
  "3fff::1",
  "5f00::1",
  "4000::1",
  "::2",
].map((address) => `[${address}]`);

/** The test resolver answers 127.0.0.1 for every name, as a hostile name server would. */
const names = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "localhost.localdomain",
  "a.localhost",
  "127.0.0.1.nip.io",
  "7f000001.nip.io",
  "metadata.google.internal",
  "metadata",
  "instance-data",
  "kubernetes.default.svc",
  "host.docker.internal",
  "intranet",
  "router.local",
  "example.org",
  "example.org.",
  "xn--bcher-kva.example",
  "bücher.example",
  "a_b.example",
  "1.2.3.4.example",
];

const disguisedNames = [
  "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
  "ｌｏｃａｌｈｏｓｔ",
  "ℒocalhost",
  "loc\u00adalhost",
  "local%68ost",
  "%6c%6f%63%61%6c%68%6f%73%74",
  "localhost%2e",
  "localhost%00.example.org",
  "localhost%20",
];
