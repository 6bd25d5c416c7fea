import fc from "fast-check";
import { expect, test } from "vitest";
import { type Canonical, canonicalKey } from "./canonical-key.ts";

const keyOf = (input: string) => {
  const found = canonicalKey(input);
  return found.kind === "refused" ? `refused: ${found.code}` : found.key;
};

test.each([
  // One spelling of the host, the scheme and the port.
  ["HTTP://WWW.Example.ORG:80/", "example.org/"],
  ["https://example.org:443", "example.org/"],
  ["https://example.org.:443/a", "example.org/a"],
  ["http://example.org:8080/a", "example.org:8080/a"],
  ["https://user:secret@example.org/a", "example.org/a"],
  ["//example.org/a", "example.org/a"],
  ["example.org/a", "example.org/a"],
  ["www.example.org", "example.org/"],
  ["http:\\\\example.org\\a", "example.org/a"],
  ["http:/example.org/a", "example.org/a"],
  ["https//example.org/a", "example.org/a"],
  ["ttps://example.org/a", "example.org/a"],
  // Hosts of other scripts.
  ["https://münchen.de/", "xn--mnchen-3ya.de/"],
  ["пример.рф/путь", "xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"],
  ["https://example。org/a", "example.org/a"],
  ["https://EXAMPLE.org/", "example.org/"],
  ["https://ex%61mple.org/", "example.org/"],
  // Numbers that are public addresses, in every spelling.
  ["http://0x08080808/a", "8.8.8.8/a"],
  ["http://134744072/a", "8.8.8.8/a"],
  ["http://010.8.2056/a", "8.8.8.8/a"],
  ["8.8.8.8", "8.8.8.8/"],
  ["https://[2001:4860:4860:0:0:0:0:8888]/a", "[2001:4860:4860::8888]/a"],
  // Paths.
  ["https://example.org/a/./b/../c", "example.org/a/c"],
  ["https://example.org/a/%2e%2e/c", "example.org/c"],
  ["https://example.org/a/.b/..#x", "example.org/a"],
  ["https://example.org/%7Ea/%c3%a9/%41", "example.org/~a/%C3%A9/A"],
  ["https://example.org/a%2Fb", "example.org/a%2Fb"],
  ["https://example.org/a//b/", "example.org/a//b"],
  ["https://example.org/100%", "example.org/100%25"],
  ["https://example.org/%%34%31", "example.org/%2541"],
  ["https://example.org/a;jsessionid=ABC/b", "example.org/a/b"],
  ["https://example.org/a b", "example.org/a%20b"],
  ["https://example.org/a\tb\nc", "example.org/abc"],
  // Queries.
  ["https://example.org/a?", "example.org/a"],
  ["https://example.org/a?b=2&a=1&b=1", "example.org/a?a=1&b=2&b=1"],
  ["https://example.org/a?b=2&amp;a=1", "example.org/a?a=1&b=2"],
  ["https://example.org/?q=a%20b", "example.org/?q=a+b"],
  ["https://example.org/?utm_source=x&UTM_medium=y&fbclid=z&%75tm_id=1", "example.org/"],
  ["https://example.org/?__cft__[0]=x&id=1", "example.org/?id=1"],
  // Fragments.
  ["https://example.org/a#part", "example.org/a"],
  ["https://example.org/a#:~:text=b", "example.org/a"],
  ["https://example.org/#!/user/1", "example.org/#!/user/1"],
  ["https://example.org/app#/route", "example.org/app#/route"],
  ["https://example.org/#!", "example.org/"],
  // Small screens, AMP, carriers.
  ["https://m.example.org/a", "example.org/a"],
  ["https://mobile.example.co.uk/a", "example.co.uk/a"],
  ["https://www.m.example.org/a", "example.org/a"],
  ["https://fr.m.wikipedia.org/wiki/A", "fr.wikipedia.org/wiki/A"],
  ["https://amp.example.org/a?amp=1", "example.org/a"],
  ["https://example.org/2024/a-long-story/amp/", "example.org/2024/a-long-story"],
  ["https://example.org/story-12345.amp.html", "example.org/story-12345.html"],
  ["https://www.google.fr/amp/s/www.example.org/a-long-story/amp/", "example.org/a-long-story"],
  ["https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a", "example.org/a"],
  ["https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Ffbclid%3Dx&h=AT0", "example.org/a"],
  ["https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2Fa&usg=x", "example.org/a"],
  // As people paste.
  ["<https://example.org/a>.", "example.org/a"],
  ["« https://example.org/a »", "example.org/a"],
  ['"https://example.org/a",', "example.org/a"],
  ["(https://example.org/a)", "example.org/a"],
  ["https://example.org/wiki/Foo_(bar)", "example.org/wiki/Foo_(bar)"],
  ["hxxps://example[.]org/a", "example.org/a"],
  ["hxxp[:]//www[.]example(dot)org/a[.]b", "example.org/a[.]b"],
  ["view-source:https://example.org/a", "example.org/a"],
  ["\u202ehttps://exa\u200bmple.org/a\u0000", "example.org/a"],
  // Services.
  ["https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&si=abc", "youtube.com/watch?v=dQw4w9WgXcQ"],
  ["https://youtu.be/dQw4w9WgXcQ?si=abc&t=3", "youtube.com/watch?v=dQw4w9WgXcQ"],
  ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "youtube.com/watch?v=dQw4w9WgXcQ"],
  ["https://www.youtube.com/watch?lc=Ugx.1&v=dQw4w9WgXcQ", "youtube.com/watch?lc=Ugx.1&v=dQw4w9WgXcQ"],
  ["https://mobile.twitter.com/Someone/status/123?s=20&t=abc", "x.com/i/status/123"],
  ["https://twitter.com/search?q=abc&src=typed_query", "x.com/search?q=abc"],
  ["https://www.instagram.com/some.user/reel/CxYz/?igsh=abc", "instagram.com/p/CxYz"],
  ["https://instagram.com/Some.User?igsh=abc", "instagram.com/some.user"],
  [
    "https://m.facebook.com/story.php?story_fbid=123&id=456&mibextid=x",
    "facebook.com/permalink.php?id=456&story_fbid=123",
  ],
  ["https://fr-fr.facebook.com/some.name?__tn__=x", "facebook.com/some.name"],
  ["https://www.facebook.com/groups/12/posts/34", "facebook.com/groups/12/posts/34"],
  ["https://www.tiktok.com/@user/video/71234?_r=1&_t=abc", "tiktok.com/@/video/71234"],
  ["https://player.vimeo.com/video/123456?h=abcdef0123", "vimeo.com/123456"],
  ["https://old.reddit.com/r/Test/comments/abc123/title/?share_id=x", "reddit.com/comments/abc123"],
  ["tg://resolve?domain=somechannel&post=12", "t.me/somechannel/12"],
  ["at://did:plc:abc/app.bsky.feed.post/3k2abcdefgh2i", "bsky.app/profile/did:plc:abc/post/3k2abcdefgh2i"],
  [
    "https://web.archive.org/web/20200203040506id_/http://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=share",
    "web.archive.org/web/20200203040506/youtube.com/watch?v=dQw4w9WgXcQ",
  ],
])("%s has the key %s", (input, key) => {
  expect(keyOf(input)).toBe(key);
});

test.each([
  ["https://example.org/?id=1", "https://example.org/?id=2"],
  ["https://example.org/a", "https://example.org/A"],
  ["https://example.org/a/b", "https://example.org/a//b"],
  ["https://example.org/a%2Fb", "https://example.org/a/b"],
  ["https://example.org:8080/", "https://example.org:8081/"],
  ["https://a.example.org/", "https://b.example.org/"],
  ["https://m.tumblr.com/", "https://mobile.tumblr.com/"],
  ["https://m.github.io/", "https://github.io/"],
  ["https://github.com/someone/amp", "https://github.com/someone"],
  ["https://example.org/?q=a+b", "https://example.org/?q=a%2Bb"],
  ["https://example.org/?a=1&a=2", "https://example.org/?a=2&a=1"],
  ["https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcq"],
  ["https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQQ"],
  ["https://www.youtube.com/c/name", "https://www.youtube.com/user/name"],
  ["https://www.instagram.com/p/CxYz/", "https://www.instagram.com/p/cxyz/"],
  ["https://www.instagram.com/p/CxYz/", "https://www.instagram.com/p/CxYz/c/12/"],
  ["https://www.facebook.com/groups/1/posts/2", "https://www.facebook.com/groups/1/posts/3"],
  ["https://t.me/channel/12", "https://t.me/channel/12?comment=3"],
  ["https://www.pornhub.com/model/x", "https://www.pornhub.com/pornstar/x"],
  ["https://web.archive.org/web/2020/https://example.org/a", "https://example.org/a"],
  ["https://аpple.com/", "https://apple.com/"],
])("%s and %s stay apart", (one, other) => {
  expect(keyOf(one)).not.toBe(keyOf(other));
});

test.each([
  ["javascript:alert(1)", "scheme"],
  ["JaVa\u0000Script:alert(1)", "scheme"],
  ["java\tscript:alert(1)", "scheme"],
  ["file:///etc/passwd", "scheme"],
  ["data:text/html,x", "scheme"],
  ["ftp://example.org/a", "scheme"],
  ["blob:https://example.org/x", "scheme"],
  ["gopher://example.org/", "scheme"],
  ["anything://example.org/", "scheme"],
  ["http://", "malformed"],
  ["http://exam ple.org/", "malformed"],
  ["https://a..example.org/", "malformed"],
  ["http://256.256.256.256/", "malformed"],
  ["https://[::1", "malformed"],
  ["http://example.org:99999/", "malformed"],
  ["", "empty"],
  [" \u200b\u202e ", "empty"],
  ["...", "empty"],
  [`https://example.org/${"a".repeat(4096)}`, "too_long"],
  [`https://example.org/${"é".repeat(1000)}`, "too_long"],
  ["a".repeat(10_000_000), "too_long"],
])("%.60s is refused: %s", (input, code) => {
  expect(canonicalKey(input)).toEqual({ kind: "refused", code });
});

test.each([
  ["@some.one on instagram", "instagram.com/some.one"],
  ["instagram : jean.dupont", "instagram.com/jean.dupont"],
  ["Instagram: @Jean_D", "instagram.com/jean_d"],
  ["compte snap toto75", "snapchat.com/add/toto75"],
  ["le compte TikTok de @toto.75", "tiktok.com/@toto.75"],
  ["pseudo insta = marie", "instagram.com/marie"],
  ["@canal1 telegram", "t.me/canal1"],
])("the words %s name an account", (words, key) => {
  expect(canonicalKey(words)).toMatchObject({ kind: "url", key, object: "account" });
});

test.each([
  "photos sur instagram",
  "snap toto",
  "un compte instagram que je ne retrouve pas",
  "@jean sur instagram ou snapchat",
  "jean@example.org",
  "0612345678",
  "12.5",
  "note : il m'a dit",
  "je l'ai vu hier",
])("the words %s stay words", (words) => {
  expect(canonicalKey(words)).toMatchObject({ kind: "words", text: words, service: null });
});

test("words have one form: compatibility characters folded, spaces single, case aside", () => {
  expect(canonicalKey("  Le   gars\tdu ﬁlm\u202e ")).toEqual({
    kind: "words",
    key: "words:le gars du film",
    text: "Le gars du film",
    service: null,
    object: null,
  });
});

test("an identifier without a web address is words that name the service", () => {
  expect(canonicalKey("skype:live:.cid.AbC123")).toMatchObject({
    kind: "words",
    service: "skype-teams",
    object: "account",
  });
});

test("the readable form shows letters, the address does not", () => {
  const found = canonicalKey("http://münchen.de/straße/%E2%80%AEcod.exe?q=ü");
  expect(found).toMatchObject({
    url: "http://xn--mnchen-3ya.de/stra%C3%9Fe/%E2%80%AEcod.exe?q=%C3%BC",
    readableUrl: "http://münchen.de/straße/%E2%80%AEcod.exe?q=ü",
    host: "xn--mnchen-3ya.de",
    domain: "xn--mnchen-3ya.de",
  });
});

test("the address keeps what was typed, apart from what identifies the sender", () => {
  expect(canonicalKey("http://www.Example.org/b/?z=1&utm_id=2&a=3#x")).toMatchObject({
    url: "http://www.example.org/b/?z=1&a=3",
    host: "www.example.org",
    domain: "example.org",
    service: null,
    object: null,
  });
  expect(canonicalKey("http://instagram.com/p/AbC?igsh=x")).toMatchObject({
    url: "https://www.instagram.com/p/AbC/",
    service: "instagram",
    object: "post",
    objectIds: { id: "AbC" },
  });
});

test("a private host is accepted when the installation allows it, with its port", () => {
  const allowHosts = (hostname: string) =>
    hostname === "127.0.0.1" || hostname === "::1" || hostname === "localhost";
  for (const typed of ["http://127.0.0.1:4010/a", "127.0.0.1:4010/a", "http://0x7f.1:4010/a"]) {
    expect(canonicalKey(typed, { allowHosts })).toMatchObject({
      kind: "url",
      key: "127.0.0.1:4010/a",
      url: "http://127.0.0.1:4010/a",
    });
  }
  expect(canonicalKey("localhost:3000/x", { allowHosts })).toMatchObject({ key: "localhost:3000/x" });
  expect(canonicalKey("[::1]:3000/x", { allowHosts })).toMatchObject({ key: "[::1]:3000/x" });
  expect(canonicalKey("http://127.0.0.2/", { allowHosts })).toEqual({
    kind: "refused",
    code: "private_address",
  });
});

test("a carrier never leads to a private host", () => {
  expect(keyOf("https://l.facebook.com/l.php?u=http%3A%2F%2F127.0.0.1%2F")).toMatch(/^l\.facebook\.com\//);
});

test("any text has an answer, and the key of a key is the key", () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      "https://",
      "http://",
      "hxxp://",
      "www.",
      "m.",
      "amp.",
      "example.org",
      "youtube.com",
      "x.com",
      "t.me",
      "instagram.com",
      "/",
      "//",
      ".",
      "..",
      "?",
      "&",
      "=",
      "#",
      "#!",
      "#/",
      "%",
      "%2",
      "%2E",
      "%25",
      "%41",
      "+",
      " ",
      "(",
      ")",
      "[",
      "]",
      "'",
      "*",
      ":",
      "@",
      ";jsessionid=",
      "amp;",
      "utm_a=1",
      "v=dQw4w9WgXcQ",
      "/amp/",
      "a-b-c",
      ".amp.html",
      "watch",
      "web.archive.org/web/2020/",
      "google.com/amp/s/",
      "é",
      "\u202e",
      "words:",
      ":80",
      ":443",
      "1",
      "A",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join("")),
      fc.boolean(),
      (text, whole) => {
        const first = canonicalKey(whole ? `https://example.org/${text}` : text);
        if (first.kind === "refused") return;
        expect(canonicalKey(first.key)).toMatchObject({
          kind: first.kind,
          key: first.key,
        } satisfies Partial<Canonical>);
        if (first.kind === "url")
          expect(canonicalKey(first.url)).toMatchObject({ kind: "url", key: first.key });
      },
    ),
    { numRuns: 10_000, seed: 20_261_121 },
  );
}, 120_000);
