import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalKey } from "../contents/canonical-key.ts";
import { coinOf } from "./coin-rules.ts";
import { keccak256 } from "./keccak-rules.ts";
import { phonesIn } from "./phone-rules.ts";
import { mostSignalsOfText, signalsOfLocation, signalsOfText } from "./signal-rules.ts";

const inFrance = (text: string) => signalsOfText(text, { country: "FR" });
const valuesOf = (text: string) => inFrance(text).map(({ type, value }) => `${type} ${value}`);
const at = (typed: string) =>
  signalsOfLocation(canonicalKey(typed)).map(({ type, value, strength }) => `${strength} ${type} ${value}`);

describe("telephone numbers", () => {
  test.each([
    ["appelle au 06 12 34 56 78 ce soir", "+33612345678"],
    ["06.12.34.56.78", "+33612345678"],
    ["0612345678", "+33612345678"],
    ["0612 345 678", "+33612345678"],
    ["+33 6 12 34 56 78", "+33612345678"],
    ["+33 (0)6 12 34 56 78", "+33612345678"],
    ["0033612345678", "+33612345678"],
    ["+33 6 12 34 56 78 14h30", "+33612345678"],
    ["０６ １２ ３４ ５６ ７８", "+33612345678"],
    ["au 0692 12 34 56 de La Réunion", "+262692123456"],
    ["+225 07 12 34 56 78", "+2250712345678"],
    ["+1 (415) 555-0132", "+14155550132"],
  ])("%s is %s", (text, number) => {
    expect(valuesOf(text)).toEqual([`phone ${number}`]);
  });

  test.each([
    "le 01/02/2026 10 h 30",
    "le 01.02.2026 10h",
    "commande 1234567890123456",
    "12.06 12 34 56 78 90",
    "+999 12 34 56 78",
    "17, 112, 3018",
  ])("%s is no telephone number", (text) => {
    expect(valuesOf(text)).toEqual([]);
  });

  test("two numbers side by side are two", () => {
    expect([...phonesIn("06 10 00 00 38 06 10 00 00 39", "FR")]).toEqual(["+33610000038", "+33610000039"]);
  });

  test("the country of the installation reads its own numbers first", () => {
    expect([...phonesIn("au 0471 23 45 67", "BE")]).toEqual(["+32471234567"]);
    expect([...phonesIn("al 612 34 56 78", "ES")]).toEqual(["+34612345678"]);
    expect([...phonesIn("au 06 12 34 56 78", "LU")]).toEqual(["+33612345678"]);
  });

  test("however it is grouped, a French number is one number", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-58-9]\d{8}$/), fc.constantFrom("", " ", ".", "-"), (number, sep) => {
        const pairs = [`0${number.charAt(0)}`, ...(number.slice(1).match(/\d\d/g) ?? [])].join(sep);
        const abroad = `+33${sep}${number.charAt(0)}${sep}${(number.slice(1).match(/\d\d/g) ?? []).join(sep)}`;
        expect(inFrance(`voici ${pairs} merci`)).toEqual(inFrance(`ou ${abroad} donc`));
      }),
    );
  });
});

describe("accounts with a check", () => {
  test.each([
    ["IBAN FR14 2004 1010 0505 0001 3M02 606 merci", "iban FR1420041010050500013M02606"],
    ["de89370400440532013000", "iban DE89370400440532013000"],
    ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "crypto 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"],
    ["BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "crypto bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
    [
      "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
      "crypto bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ],
    ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "crypto 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"],
    ["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "crypto TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"],
    [
      "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
      "crypto 44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
    ],
  ])("%s", (text, signal) => {
    expect(valuesOf(text)).toEqual([signal]);
  });

  test("one character changed, and the check does not hold", () => {
    const addresses = [
      "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
      "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
      "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
      "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
      "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
    ];
    for (const address of addresses) {
      const prefix = address.startsWith("5a") ? "0x" : "";
      for (let place = 5; place < address.length; place += 1) {
        const other = address.charAt(place) === "a" ? "c" : "a";
        const changed = prefix + address.slice(0, place) + other + address.slice(place + 1);
        // A digit made a letter may keep the right case by chance.
        if (prefix === "" && changed !== address) expect(coinOf(changed)).toBeNull();
      }
    }
    expect(coinOf("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed")).toBeNull();
    expect(valuesOf("FR14 2004 1010 0505 0001 3M02 607")).toEqual([]);
  });

  test("Keccak-256 is the one of Ethereum, not SHA-3", () => {
    expect(keccak256(Buffer.from("")).toString("hex")).toBe(
      "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    );
    expect(keccak256(Buffer.from("abc")).toString("hex")).toBe(
      "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    );
    // A block and its padding: 135, 136 and 137 bytes.
    const long = [135, 136, 137].map((bytes) =>
      keccak256(Buffer.alloc(bytes, "a")).toString("hex").slice(0, 8),
    );
    expect(new Set(long).size).toBe(3);
  });
});

describe("names and addresses in words", () => {
  test.each([
    ["écrit sur son insta @Toto.75 tous les jours", ["account instagram.com/toto.75", "handle toto.75"]],
    ["snap : toto75x", ["account snapchat.com/add/toto75x", "handle toto75x"]],
    ["@toto.75 m'a écrit", []],
    ["il s'appelle Kévin et habite Lyon", []],
    ["écris à Jean.Dupont+promo@Gmail.com", ["email jeandupont@gmail.com"]],
    ["sur mastodon, @ami@mastodon.social", ["account @ami@mastodon.social"]],
    ["envoie sur paypal @lescroc ou paypal.me/LeScroc/20", ["payment paypal:lescroc"]],
    ["la cagnotte https://www.leetchi.com/c/pour-lea-1234567.", ["payment leetchi:pour-lea-1234567"]],
    [
      "https://ko-fi.com/Nomdemo et cash app $Nomdemo",
      ["payment ko-fi:nomdemo", "payment cash-app:$nomdemo"],
    ],
    ["https://revolut.me/nomdemo", ["payment revolut:nomdemo"]],
    ["wa.me/33612345678", ["phone +33612345678"]],
    ["le site hxxps://arnaque-demo[.]example[.]com/x", ["domain example.com"]],
    ["Bonjour.Merci de m'aider", []],
  ])("%s", (text, signals) => {
    expect(valuesOf(text).toSorted()).toEqual(signals.toSorted());
  });

  test("a mailbox of a house is weak, a person's is strong", () => {
    expect(inFrance("contact@boutique-demo.fr")[0]?.strength).toBe("weak");
    expect(inFrance("lea.demo@boutique-demo.fr")[0]?.strength).toBe("strong");
  });
});

describe("locations", () => {
  test.each([
    [
      "https://www.instagram.com/Toto.75/?hl=fr",
      ["strong account instagram.com/toto.75", "weak handle toto.75"],
    ],
    [
      "https://www.tiktok.com/@toto75/video/7300000000000000000",
      ["strong account tiktok.com/@toto75", "weak handle toto75"],
    ],
    ["https://www.instagram.com/p/CxYz_12-abc/", []],
    ["https://paypal.me/Nomdemo", ["strong payment paypal:nomdemo"]],
    ["https://forum-demo.example.org/t/12", ["strong domain example.org"]],
    ["https://somebody.github.io/page", ["strong domain somebody.github.io"]],
    ["https://bit.ly/3abc", ["weak domain bit.ly"]],
    ["https://t.me/canaldemo/12", ["strong account t.me/canaldemo"]],
  ])("%s", (typed, signals) => {
    expect(
      at(typed).filter(
        (signal) => signals.length === 0 || !signal.startsWith("weak handle") || signals.includes(signal),
      ),
    ).toEqual(signals);
  });
});

describe("whatever is sent", () => {
  test("any text gives a bounded number of signals in one form, and its values give themselves again", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom(
        "@",
        "+33 ",
        "06 ",
        "0x",
        "bc1q",
        "FR76",
        "insta : ",
        "http://",
        "paypal",
        ".",
        "é",
        "\u202e",
        "$",
      ),
      fc.stringMatching(/^[\w.@: +-]{0,30}$/),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const signals = inFrance(pieces.join(""));
        expect(signals.length).toBeLessThanOrEqual(mostSignalsOfText);
        for (const { type, value } of signals) {
          if (type !== "phone" && type !== "iban" && type !== "crypto") continue;
          expect(inFrance(value)).toContainEqual({ type, value, strength: "strong" });
        }
      }),
      { numRuns: 150 },
    );
  });

  test("a text full of numbers is cut off at the bound", () => {
    const numbers = Array.from(
      { length: 500 },
      (_, n) => `06 10 00 ${String(n).padStart(4, "0").replace(/(..)/, "$1 ")}`,
    );
    expect(inFrance(numbers.join(" ; "))).toHaveLength(mostSignalsOfText);
  });

  test("the work grows with the length, not faster", () => {
    const hostile = [
      "a",
      "0",
      "1 ",
      "06 ",
      "@",
      "a@",
      "a.",
      "a@a.",
      ".@",
      "+",
      "+3",
      "00 ",
      "-1",
      "FR76 ",
      "FR76",
      "0x",
      "bc1q",
      "insta:",
      "insta @a ",
      "$a ",
      "a-",
      "http://a",
      "http://a.fr/ ",
      "paypal.me/a ",
      "(",
      "1a",
      "é",
      "\u202e",
      "ﷺ",
      "１",
      "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb ",
      `${"z".repeat(105)} `,
      "[.]",
      "a[.]",
    ];
    const millis = (text: string) => {
      const start = performance.now();
      inFrance(text);
      return performance.now() - start;
    };
    for (const unit of hostile) {
      const short = unit.repeat(Math.ceil(10_000 / unit.length));
      const long = unit.repeat(Math.ceil(100_000 / unit.length));
      inFrance(short);
      const least = (text: string) => Math.min(...[1, 2].map(() => millis(text)));
      // Ten times the length; squared work would be a hundred times as much. 10 ms are the noise of a busy machine.
      expect.soft(least(long), JSON.stringify(unit)).toBeLessThan(40 * (least(short) + 10));
    }
  });
});
