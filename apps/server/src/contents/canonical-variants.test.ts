import { expect, test } from "vitest";
import { canonicalKey } from "./canonical-key.ts";

// A hundred thousand spellings of a few thousand targets, from a fixed seed: each spelling must have the
// key of its target, and no two targets may share one.

type Random = (below: number) => number;

/** A linear congruential generator: the same numbers at each run. */
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[random(from.length)];
  if (chosen === undefined) throw new Error("nothing to pick from");
  return chosen;
}

const letters = "abcdefghijklmnopqrstuvwxyz";
const idLetters = `${letters}${letters.toUpperCase()}0123456789_-`;

function word(random: Random, alphabet: string, length: number): string {
  let text = "";
  for (let at = 0; at < length; at += 1) text += alphabet.charAt(random(alphabet.length));
  return text;
}

/** A target and the ways in which its service, or the web, writes it. Each way is a whole address. */
interface Target {
  ways: (random: Random) => string;
}

const youtubeVideo = (random: Random): Target => {
  const id = word(random, idLetters, 11);
  return {
    ways: (r) =>
      pick(r, [
        `https://www.youtube.com/watch?v=${id}`,
        `https://m.youtube.com/watch?v=${id}&feature=share`,
        `https://music.youtube.com/watch?si=${word(r, idLetters, 8)}&v=${id}`,
        `https://youtu.be/${id}?si=${word(r, idLetters, 16)}`,
        `https://youtu.be/${id}?t=12`,
        `https://www.youtube.com/shorts/${id}`,
        `https://youtube.com/live/${id}?feature=shared`,
        `https://www.youtube.com/embed/${id}?autoplay=1`,
        `https://www.youtube-nocookie.com/embed/${id}`,
        `https://www.youtube.com/watch?app=desktop&list=PL${word(r, idLetters, 6)}&v=${id}`,
      ]),
  };
};

const instagramPost = (random: Random): Target => {
  const id = word(random, idLetters, 11);
  return {
    ways: (r) =>
      pick(r, [
        `https://www.instagram.com/p/${id}/`,
        `https://instagram.com/p/${id}`,
        `https://www.instagram.com/reel/${id}/?igsh=${word(r, letters, 16)}`,
        `https://www.instagram.com/some.user/p/${id}/?img_index=2`,
        `https://www.instagram.com/tv/${id}/?utm_source=ig_web_copy_link`,
        `https://www.instagram.com/p/${id}/embed/captioned/`,
        `https://instagr.am/p/${id}/`,
      ]),
  };
};

const instagramAccount = (random: Random): Target => {
  const name = `${word(random, letters, 6)}.${word(random, letters, 6)}_${random(1000)}`;
  return {
    ways: (r) =>
      pick(r, [
        `https://www.instagram.com/${name}/`,
        `https://instagram.com/${name.toUpperCase()}?igsh=${word(r, letters, 10)}`,
        `https://www.instagram.com/${name}/?hl=fr`,
        `https://m.instagram.com/${name}`,
      ]),
  };
};

const xPost = (random: Random): Target => {
  const id = `1${word(random, "0123456789", 17)}`;
  return {
    ways: (r) =>
      pick(r, [
        `https://x.com/${word(r, letters, 8)}/status/${id}`,
        `https://twitter.com/someone/status/${id}?s=20&t=${word(r, idLetters, 22)}`,
        `https://mobile.twitter.com/i/web/status/${id}`,
        `https://x.com/i/status/${id}`,
        `https://www.twitter.com/someone/statuses/${id}/photo/1`,
      ]),
  };
};

const facebookVideo = (random: Random): Target => {
  const id = `7${word(random, "0123456789", 14)}`;
  return {
    ways: (r) =>
      pick(r, [
        `https://www.facebook.com/watch/?v=${id}`,
        `https://m.facebook.com/watch?v=${id}&mibextid=${word(r, letters, 6)}`,
        `https://www.facebook.com/reel/${id}?fbclid=${word(r, idLetters, 20)}`,
        `https://fr-fr.facebook.com/some.page/videos/a-title/${id}/`,
        `https://web.facebook.com/some.page/videos/${id}/?__cft__[0]=${word(r, idLetters, 9)}&__tn__=%2CO`,
      ]),
  };
};

const tiktokVideo = (random: Random): Target => {
  const id = `73${word(random, "0123456789", 17)}`;
  return {
    ways: (r) =>
      pick(r, [
        `https://www.tiktok.com/@some.user/video/${id}`,
        `https://www.tiktok.com/@Other/video/${id}?_r=1&_t=${word(r, idLetters, 11)}`,
        `https://m.tiktok.com/v/${id}.html?u_code=${word(r, letters, 9)}`,
        `https://www.tiktok.com/embed/v2/${id}`,
        `https://www.tiktok.com/@/video/${id}?is_from_webapp=1&sender_device=pc`,
      ]),
  };
};

const redditPost = (random: Random): Target => {
  const id = `1${word(random, `${letters}0123456789`, 6)}`;
  return {
    ways: (r) =>
      pick(r, [
        `https://www.reddit.com/r/test/comments/${id}/a_title/`,
        `https://old.reddit.com/r/Test/comments/${id}/?utm_source=share&utm_medium=web2x`,
        `https://redd.it/${id}`,
        `https://amp.reddit.com/r/test/comments/${id}/`,
        `https://www.reddit.com/gallery/${id}?share_id=${word(r, idLetters, 9)}`,
        `https://np.reddit.com/user/someone/comments/${id}/a_title/?rdt=123`,
      ]),
  };
};

const telegramMessage = (random: Random): Target => {
  const channel = word(random, letters, 9);
  const id = 1 + random(90_000);
  return {
    ways: (r) =>
      pick(r, [
        `https://t.me/${channel}/${id}`,
        `https://t.me/s/${channel}/${id}`,
        `https://telegram.me/${channel.toUpperCase()}/${id}?single`,
        `https://t.me/${channel}/${id}?embed=1&mode=tme`,
      ]),
  };
};

const vimeoVideo = (random: Random): Target => {
  const id = 10_000_000 + random(900_000_000);
  return {
    ways: (r) =>
      pick(r, [
        `https://vimeo.com/${id}`,
        `https://player.vimeo.com/video/${id}?autoplay=1`,
        `https://vimeo.com/channels/some/${id}`,
        `https://vimeo.com/${id}?share=copy`,
      ]),
  };
};

const redirected = (random: Random): Target => {
  const address = `https://${word(random, letters, 12)}.org/${word(random, letters, 8)}/${random(1_000_000)}`;
  return {
    ways: (r) =>
      pick(r, [
        address,
        `https://l.facebook.com/l.php?u=${encodeURIComponent(`${address}?fbclid=${word(r, idLetters, 12)}`)}&h=AT${word(r, idLetters, 20)}`,
        `https://www.google.com/url?sa=t&url=${encodeURIComponent(address)}&usg=${word(r, idLetters, 20)}`,
        `https://www.google.fr/amp/s/${address.slice(8)}`,
        `https://${word(r, letters, 8)}-org.cdn.ampproject.org/v/s/${address.slice(8)}?usqp=mq331AQ&amp_js_v=0.1`,
        `https://www.youtube.com/redirect?event=x&q=${encodeURIComponent(address)}`,
      ]),
  };
};

const snapshot = (random: Random): Target => {
  const moment = `20${10 + random(14)}0101${word(random, "0123456789", 6)}`;
  const page = `${word(random, letters, 10)}.org/${random(100_000)}`;
  return {
    ways: (r) =>
      pick(r, [
        `https://web.archive.org/web/${moment}/https://${page}`,
        `https://web.archive.org/web/${moment}id_/http://www.${page}/`,
        `http://web.archive.org/web/${moment}/${page}`,
      ]),
  };
};

/** A page anywhere: host, perhaps a port, a path whose case counts, parameters that matter. */
const page = (random: Random): Target => {
  const host = pick(random, [
    `${word(random, letters, 9)}.org`,
    `${word(random, letters, 7)}.${word(random, letters, 7)}.co.uk`,
    `forum.${word(random, letters, 8)}.fr`,
    `${word(random, letters, 5)}é${word(random, letters, 4)}.fr`,
    `${1 + random(9)}.${20 + random(200)}.${random(256)}.${random(256)}`,
  ]);
  const port = pick(random, ["", "", "", `:${8000 + random(900)}`]);
  const path = pick(random, [
    "/",
    `/${word(random, idLetters, 6)}`,
    `/a/${word(random, idLetters, 5)}/${word(random, idLetters, 5)}.html`,
    `/é/${word(random, letters, 5)}`,
  ]);
  const parameters = pick(random, [
    [],
    [`id=${random(100_000)}`],
    [`p=${random(1000)}`, `id=${random(1000)}`, `q=${word(random, letters, 3)}+x`],
  ]);
  return {
    ways: (r) => {
      const query = [...parameters];
      if (r(3) === 0)
        query.splice(
          r(query.length + 1),
          0,
          pick(r, ["utm_source=news", "fbclid=abc", "gclid=1", "xtor=RSS-1", "_ga=2", "UTM_Campaign=x"]),
        );
      if (query.length > 1 && r(2) === 0) query.push(query.shift() ?? "");
      const prefix =
        /^[\d.]+$/.test(host) || port !== "" ? "" : pick(r, ["", "", "www.", "m.", "mobile.", "amp."]);
      const written = /^[\d.]+$/.test(host) ? writtenIpv4(r, host) : host;
      const ending = path.length > 1 && r(4) === 0 ? "/" : "";
      return `http${pick(r, ["", "s"])}://${prefix}${written}${port}${path}${ending}${query.length > 0 ? `?${query.join(pick(r, ["&", "&", "&amp;", "&&"]))}` : pick(r, ["", "?"])}`;
    },
  };
};

function writtenIpv4(random: Random, address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return pick(random, [
    address,
    `0x${a.toString(16)}.0${b.toString(8)}.${c}.${d}`,
    `${a}.${b}.${c * 256 + d}`,
    String(((a * 256 + b) * 256 + c) * 256 + d),
  ]);
}

const kinds = [
  youtubeVideo,
  instagramPost,
  instagramAccount,
  xPost,
  facebookVideo,
  tiktokVideo,
  redditPost,
  telegramMessage,
  vimeoVideo,
  redirected,
  snapshot,
  page,
  page,
  page,
  page,
];

/** What happens to any address between the page and the form. */
const accidents: ((address: string, random: Random) => string)[] = [
  (address) => address,
  (address) =>
    address
      .replace(/^https/, "HTTPS")
      .replace(/^(\w+:\/\/)([^/?#]+)/, (_all, scheme, host) => scheme + host.toUpperCase()),
  (address, r) => address.replace(/^(https?:\/\/)/, `$1${word(r, letters, 5)}:${word(r, letters, 5)}@`),
  (address) =>
    /^https?:\/\/[^/]*:\d/.test(address)
      ? address
      : address.replace(/^(http(s?):\/\/[^/?#]+)/, (all, _a, s) => `${all}:${s === "s" ? 443 : 80}`),
  (address) => address.replace(/^(https?:\/\/[a-z][^/?#:]*[a-z])(?=[/?#:]|$)/, "$1."),
  (address) => `${address}#part`,
  (address) => `${address}#:~:text=some%20words`,
  (address, r) => {
    const at = 10 + r(4);
    return address.slice(0, at) + pick(r, ["\t", "\n", "\r\n"]) + address.slice(at);
  },
  (address, r) =>
    pick(r, [
      `<${address}>`,
      `"${address}"`,
      `« ${address} »`,
      `(${address})`,
      `${address},`,
      `  ${address} `,
      `${address} ;`,
    ]),
  (address, r) =>
    `${address.slice(0, 10)}${pick(r, ["\u200b", "\u202e", "\ufeff", "\u0000", "\u2066"])}${address.slice(10)}`,
  (address) => address.replace(/^http/, "hxxp").replace(/^(hxxps?:\/\/[^/]*?)\.(?=[a-z])/, "$1[.]"),
  (address) => address.replace(/^https?:\/\/(?=[a-z])/, "//"),
  (address) => address.replace("://", ":\\\\"),
  (address) => address.replace(/^(https?:\/\/[^/]+)\//, "$1/./x/../"),
  (address) => encodeOne(address),
  (address) => `view-source:${address}`,
];

/** One letter of the path written as its percent-encoding, in lower case. */
function encodeOne(address: string): string {
  return address.replace(
    /^(https?:\/\/[^/?#]+\/[^?#]*?)([g-z])([^?#]*)/,
    (_all, before, letter: string, after) => `${before}%${letter.charCodeAt(0).toString(16)}${after}`,
  );
}

test("100,000 spellings have the key of their target, and no two targets share one", () => {
  const random = seeded(20_261_121);
  const owner = new Map<string, number>();
  let spellings = 0;
  for (let target = 0; spellings < 100_000; target += 1) {
    const { ways } = pick(random, kinds)(random);
    let key: string | undefined;
    for (let spelling = 0; spelling < 20; spelling += 1) {
      const written = pick(random, accidents)(ways(random), random);
      const found = canonicalKey(written);
      if (found.kind !== "url") throw new Error(`${JSON.stringify(written)} is ${JSON.stringify(found)}`);
      key ??= found.key;
      if (found.key !== key) expect({ written, key: found.key }).toEqual({ written, key });
      if (spelling % 5 === 0) {
        expect(canonicalKey(found.key)).toMatchObject({ key });
        expect(canonicalKey(found.url)).toMatchObject({ key });
      }
      spellings += 1;
    }
    if (key === undefined) throw new Error("a target without a spelling");
    const other = owner.get(key);
    // Two targets drawn alike are one target; that takes more draws than there are here.
    if (other !== undefined) expect({ key, target }).toEqual({ key, target: other });
    owner.set(key, target);
  }
  expect(spellings).toBe(100_000);
  expect(owner.size).toBe(5_000);
}, 300_000);
