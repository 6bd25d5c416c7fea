import { expect, test } from "vitest";
import { allServices } from "../catalogue/installed-catalogue.ts";
import { canonicalKey } from "./canonical-key.ts";
import { splitLocations } from "./split-locations.ts";

/** Something at a service, and the ways in which people and programs write where it is. */
interface Thing {
  is: `${string} ${string}`;
  /** Of the address that a notice would name. */
  host: string;
  spellings: readonly string[];
}

const things: readonly Thing[] = [
  {
    is: "youtube video",
    host: "www.youtube.com",
    spellings: [
      "https://www.youtube.com/watch?v=Zk3_x-9QaBc",
      "https://m.youtube.com/watch?v=Zk3_x-9QaBc",
      "https://music.youtube.com/watch?v=Zk3_x-9QaBc",
      "https://youtu.be/Zk3_x-9QaBc",
      "https://www.youtube.com/shorts/Zk3_x-9QaBc",
      "https://www.youtube.com/embed/Zk3_x-9QaBc",
      "https://www.youtube-nocookie.com/embed/Zk3_x-9QaBc",
      "https://www.youtube.com/live/Zk3_x-9QaBc",
      "https://www.youtube.com/watch?list=PLabc&index=2&v=Zk3_x-9QaBc",
    ],
  },
  {
    is: "youtube account",
    host: "www.youtube.com",
    spellings: [
      "https://www.youtube.com/@chaine.inventee",
      "https://m.youtube.com/@Chaine.Inventee/videos",
      "https://youtube.com/@chaine.inventee/about",
    ],
  },
  {
    is: "youtube playlist",
    host: "www.youtube.com",
    spellings: [
      "https://www.youtube.com/playlist?list=PLinvented01",
      "https://www.youtube.com/embed/videoseries?list=PLinvented01",
    ],
  },
  {
    is: "instagram post",
    host: "www.instagram.com",
    spellings: [
      "https://www.instagram.com/p/Cx9_invent-1/",
      "https://instagram.com/reel/Cx9_invent-1/",
      "https://www.instagram.com/une.personne/p/Cx9_invent-1/",
      "https://www.instagram.com/tv/Cx9_invent-1",
      "https://www.instagram.com/p/Cx9_invent-1/embed/captioned/",
      "https://instagr.am/p/Cx9_invent-1",
      "https://m.instagram.com/p/Cx9_invent-1/",
    ],
  },
  {
    is: "instagram account",
    host: "www.instagram.com",
    spellings: [
      "https://www.instagram.com/une.personne_75/",
      "https://instagram.com/Une.Personne_75",
      "https://m.instagram.com/une.personne_75/",
    ],
  },
  {
    is: "instagram story",
    host: "www.instagram.com",
    spellings: ["https://www.instagram.com/stories/une.personne_75/3210000000000000001/"],
  },
  {
    is: "facebook video",
    host: "www.facebook.com",
    spellings: [
      "https://www.facebook.com/watch/?v=7123450000000",
      "https://m.facebook.com/watch?v=7123450000000",
      "https://www.facebook.com/reel/7123450000000",
      "https://fr-fr.facebook.com/une.page/videos/un-titre/7123450000000/",
      "https://web.facebook.com/une.page/videos/7123450000000/",
    ],
  },
  {
    is: "facebook post",
    host: "www.facebook.com",
    spellings: [
      "https://www.facebook.com/une.page/posts/pfbid02Inventee",
      "https://m.facebook.com/une.page/posts/pfbid02Inventee",
      "https://fr-fr.facebook.com/une.page/posts/pfbid02Inventee",
    ],
  },
  {
    is: "facebook photo",
    host: "www.facebook.com",
    spellings: [
      "https://www.facebook.com/photo/?fbid=1029384756",
      "https://www.facebook.com/photo.php?fbid=1029384756",
      "https://m.facebook.com/photo.php?fbid=1029384756&set=a.1",
    ],
  },
  {
    is: "facebook group",
    host: "www.facebook.com",
    spellings: ["https://www.facebook.com/groups/1928374650", "https://m.facebook.com/groups/1928374650/"],
  },
  {
    is: "facebook account",
    host: "www.facebook.com",
    spellings: [
      "https://www.facebook.com/une.personne.inventee",
      "https://m.facebook.com/une.personne.inventee",
      "https://mbasic.facebook.com/une.personne.inventee",
      "https://fb.com/une.personne.inventee",
      "https://es-la.facebook.com/une.personne.inventee/",
    ],
  },
  {
    is: "x post",
    host: "x.com",
    spellings: [
      "https://x.com/quelquun/status/1700000000000000001",
      "https://twitter.com/quelquun/status/1700000000000000001",
      "https://mobile.twitter.com/quelquun/status/1700000000000000001",
      "https://www.twitter.com/quelquun/statuses/1700000000000000001/photo/1",
      "https://x.com/i/web/status/1700000000000000001",
    ],
  },
  {
    is: "x account",
    host: "x.com",
    spellings: [
      "https://x.com/quelquun_75",
      "https://twitter.com/Quelquun_75",
      "https://mobile.twitter.com/quelquun_75",
    ],
  },
  {
    is: "tiktok video",
    host: "www.tiktok.com",
    spellings: [
      "https://www.tiktok.com/@quelquun/video/7300000000000000001",
      "https://www.tiktok.com/embed/v2/7300000000000000001",
      "https://m.tiktok.com/v/7300000000000000001.html",
      "https://www.tiktok.com/@/video/7300000000000000001",
    ],
  },
  {
    is: "tiktok account",
    host: "www.tiktok.com",
    spellings: ["https://www.tiktok.com/@une.personne", "https://m.tiktok.com/@Une.Personne"],
  },
  {
    is: "tiktok shortlink",
    host: "vm.tiktok.com",
    spellings: ["https://vm.tiktok.com/ZMinventX/"],
  },
  {
    is: "reddit post",
    host: "www.reddit.com",
    spellings: [
      "https://www.reddit.com/r/essai/comments/1abcdef/un_titre/",
      "https://old.reddit.com/r/essai/comments/1abcdef/",
      "https://redd.it/1abcdef",
      "https://amp.reddit.com/r/essai/comments/1abcdef/un_titre/",
      "https://www.reddit.com/gallery/1abcdef",
      "https://np.reddit.com/r/essai/comments/1abcdef/un_titre/",
    ],
  },
  {
    is: "reddit account",
    host: "www.reddit.com",
    spellings: ["https://www.reddit.com/user/quelquun_75", "https://old.reddit.com/u/Quelquun_75/"],
  },
  {
    is: "telegram message",
    host: "t.me",
    spellings: [
      "https://t.me/chaineinventee/4321",
      "https://t.me/s/chaineinventee/4321",
      "https://telegram.me/chaineinventee/4321",
    ],
  },
  {
    is: "telegram invite",
    host: "t.me",
    spellings: ["https://t.me/+AbCdInventee1", "https://t.me/joinchat/AbCdInventee1"],
  },
  {
    is: "telegram account",
    host: "t.me",
    spellings: ["https://t.me/quelquun_75", "https://telegram.me/quelquun_75"],
  },
  {
    is: "snapchat account",
    host: "www.snapchat.com",
    spellings: ["https://www.snapchat.com/add/quelquun75", "https://snapchat.com/add/Quelquun75"],
  },
  {
    is: "dailymotion video",
    host: "www.dailymotion.com",
    spellings: [
      "https://www.dailymotion.com/video/x9invent",
      "https://dai.ly/x9invent",
      "https://geo.dailymotion.com/player.html?video=x9invent",
      "https://www.dailymotion.com/embed/video/x9invent",
    ],
  },
  {
    is: "vimeo video",
    host: "vimeo.com",
    spellings: [
      "https://vimeo.com/987654321",
      "https://player.vimeo.com/video/987654321",
      "https://vimeo.com/channels/essai/987654321",
    ],
  },
  {
    is: "twitch clip",
    host: "clips.twitch.tv",
    spellings: [
      "https://clips.twitch.tv/InventedClipName",
      "https://clips.twitch.tv/embed?clip=InventedClipName",
      "https://www.twitch.tv/quelquun/clip/InventedClipName",
    ],
  },
  {
    is: "twitch video",
    host: "www.twitch.tv",
    spellings: ["https://www.twitch.tv/videos/123454321", "https://player.twitch.tv/?video=v123454321"],
  },
  {
    is: "discord message",
    host: "discord.com",
    spellings: [
      "https://discord.com/channels/100000000000000001/100000000000000002/100000000000000003",
      "https://ptb.discord.com/channels/100000000000000001/100000000000000002/100000000000000003",
      "https://discordapp.com/channels/100000000000000001/100000000000000002/100000000000000003",
    ],
  },
  {
    is: "discord invite",
    host: "discord.gg",
    spellings: ["https://discord.gg/AbCdEf7", "https://discord.com/invite/AbCdEf7"],
  },
  {
    is: "linkedin account",
    host: "www.linkedin.com",
    spellings: [
      "https://www.linkedin.com/in/une-personne-123",
      "https://fr.linkedin.com/in/une-personne-123",
      "https://m.linkedin.com/in/une-personne-123/",
    ],
  },
  {
    is: "pinterest pin",
    host: "www.pinterest.com",
    spellings: [
      "https://www.pinterest.com/pin/987654321012345678/",
      "https://www.pinterest.fr/pin/987654321012345678/",
      "https://fr.pinterest.com/pin/987654321012345678/",
    ],
  },
  {
    is: "tumblr post",
    host: "www.tumblr.com",
    spellings: [
      "https://www.tumblr.com/blogessai/712345678900000001",
      "https://blogessai.tumblr.com/post/712345678900000001/un-titre",
    ],
  },
  {
    is: "threads post",
    host: "www.threads.com",
    spellings: [
      "https://www.threads.com/@une.personne/post/CxInvent_1",
      "https://www.threads.net/@une.personne/post/CxInvent_1",
    ],
  },
  {
    is: "bluesky post",
    host: "bsky.app",
    spellings: ["https://bsky.app/profile/quelquun.bsky.social/post/3kinventedxyz"],
  },
  {
    is: "onlyfans account",
    host: "onlyfans.com",
    spellings: ["https://onlyfans.com/quelquun75", "https://www.onlyfans.com/quelquun75"],
  },
  {
    is: "pornhub video",
    host: "www.pornhub.com",
    spellings: [
      "https://www.pornhub.com/view_video.php?viewkey=ph5finvented01",
      "https://fr.pornhub.com/view_video.php?viewkey=ph5finvented01",
      "https://www.pornhub.org/view_video.php?viewkey=ph5finvented01",
      "https://www.pornhub.com/embed/ph5finvented01",
    ],
  },
  {
    is: "xvideos video",
    host: "www.xvideos.com",
    spellings: [
      "https://www.xvideos.com/video.inv123ted/un-titre",
      "https://fr.xvideos.com/video.inv123ted/x",
    ],
  },
  {
    is: "blogger post",
    host: "blog-invente.blogspot.com",
    spellings: [
      "https://blog-invente.blogspot.com/2024/02/un-titre.html",
      "https://blog-invente.blogspot.fr/2024/02/un-titre.html",
    ],
  },
  {
    is: "jeuxvideo-com account",
    host: "www.jeuxvideo.com",
    spellings: [
      "https://www.jeuxvideo.com/profil/pseudo75?mode=infos",
      "https://m.jeuxvideo.com/profil/Pseudo75",
    ],
  },
  {
    is: "whatsapp group-invite",
    host: "chat.whatsapp.com",
    spellings: ["https://chat.whatsapp.com/InVenTedInVenTedInVent"],
  },
  {
    is: "mastodon post",
    host: "mastodon.example.org",
    spellings: [
      "https://mastodon.example.org/@quelquun/112233445566770001",
      "https://mastodon.example.org/users/quelquun/statuses/112233445566770001",
    ],
  },
];

/** What happens to an address on its way from the page to the form. */
const accidents: Record<string, (address: string) => string> = {
  "as it is": (address) => address,
  "a tracking parameter": (address) => withParameter(address, "utm_source=newsletter"),
  "two tracking parameters": (address) => withParameter(address, "fbclid=IwAR0x&utm_medium=social"),
  "a fragment": (address) => `${address}#commentaires`,
  "a fragment of marked text": (address) => `${address}#:~:text=une%20phrase`,
  "no encryption": (address) => address.replace(/^https/, "http"),
  "no scheme": (address) => address.replace(/^https:\/\//, ""),
  "capital letters in scheme and host": (address) =>
    address.replace(/^https:\/\/[^/?]+/, (start) => start.toUpperCase()),
  "the default port": (address) => address.replace(/^(https:\/\/[^/?]+)/, "$1:443"),
  "a dot after the host": (address) => address.replace(/^(https:\/\/[^/?]+)/, "$1."),
  "a slash at the end": (address) => (address.includes("?") ? address : `${address.replace(/\/$/, "")}/`),
  "a name before the host": (address) => address.replace("https://", "https://somebody:secret@"),
  "brackets around": (address) => `<${address}>`,
  "a full stop after it": (address) => `${address}.`,
  "French quotes around": (address) => `« ${address} »`,
  "spaces around": (address) => `  ${address}\n`,
  "an invisible mark inside": (address) => `${address.slice(0, 12)}\u200b${address.slice(12)}`,
  "an encoded letter": (address) => encodeLastLetter(address),
  "no working link": (address) => address.replace("https", "hxxps").replace(/\.(?=[a-z]+[/?])/, "[.]"),
  "the way out of Facebook": (address) =>
    `https://l.facebook.com/l.php?u=${encodeURIComponent(address)}&h=AT0x`,
  "the way out of a search engine": (address) =>
    `https://www.google.fr/url?sa=t&url=${encodeURIComponent(address)}&usg=AOv`,
};

function withParameter(address: string, parameter: string): string {
  return `${address}${address.includes("?") ? "&" : "?"}${parameter}`;
}

/** The last letter of the path's first segment, percent-encoded as a program might. */
function encodeLastLetter(address: string): string {
  return address.replace(
    /^(https:\/\/[^/]+\/[^/?]*)([a-z])(?=[/?]|$)/,
    (_all, before: string, letter: string) => `${before}%${letter.charCodeAt(0).toString(16)}`,
  );
}

/** Each spelling with six accidents, another six for the next: every accident meets every kind of address. */
const variants = things
  .flatMap((thing) => thing.spellings.map((spelling) => ({ thing, spelling })))
  .flatMap(({ thing, spelling }, index) => {
    const names = Object.keys(accidents);
    return Array.from({ length: 6 }, (_one, step) => {
      const name = names[(index * 6 + step) % names.length] ?? "as it is";
      return { thing, spelling, name, written: accidents[name]?.(spelling) ?? spelling };
    });
  });

test("every example of the catalogue has its service, its object and a host", () => {
  for (const { slug, objects } of allServices()) {
    for (const { type, scope, example } of objects) {
      const found = canonicalKey(example);
      if (scope === "domain" || scope === "anywhere")
        expect(found, example).toMatchObject({ kind: "url", service: slug, object: type });
      if (scope === "identifier") expect(found, example).toMatchObject({ service: slug });
      if (found.kind === "url") expect(found.url, example).toContain(`//${found.host}/`);
    }
  }
});

test("five hundred spellings and more are the thing that they name", () => {
  expect(variants.length).toBeGreaterThanOrEqual(500);
  expect(new Set(variants.map(({ written }) => written)).size).toBeGreaterThanOrEqual(500);
  const wrong = variants.flatMap(({ thing, name, written }) => {
    const [service, object] = thing.is.split(" ");
    const found = canonicalKey(written);
    if (
      found.kind === "url" &&
      found.service === service &&
      found.object === object &&
      found.host === thing.host &&
      found.key === keyOf(thing)
    )
      return [];
    return [{ written, name, expected: `${thing.is} at ${thing.host}, ${keyOf(thing)}`, found }];
  });
  expect(wrong).toEqual([]);
});

function keyOf({ spellings: [first = ""] }: Thing): string {
  const found = canonicalKey(first);
  return found.kind === "url" ? found.key : found.kind;
}

test("a record of a network without web addresses is the post that it names", () => {
  const post = canonicalKey("https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx/post/3kinventedxyz");
  expect(post).toMatchObject({ service: "bluesky", object: "post" });
  const { url: _url, ...same } = post.kind === "url" ? post : expect.fail();
  expect(
    canonicalKey("at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3kinventedxyz"),
  ).toMatchObject(same);
});

test("an address is found in the words around it", () => {
  for (const { is, spellings } of things) {
    const [service, object] = is.split(" ");
    for (const spelling of spellings) {
      for (const text of [
        `Bonjour, regardez ${spelling} : c'est mon visage.`,
        `He sent me this (${spelling}), please help`,
        `lien : ${spelling}\nenvoyé hier soir`,
      ]) {
        const split = splitLocations(text);
        if (split.kind !== "locations") throw new Error(text);
        const found = split.locations.map((location) => canonicalKey(location));
        expect(found, text).toContainEqual(expect.objectContaining({ service, object }));
      }
    }
  }
});

test.each([
  "https://youtube.com.evil.example/watch?v=Zk3_x-9QaBc",
  "https://www.youtube.com@evil.example/watch?v=Zk3_x-9QaBc",
  "https://youtube.com%40evil.example/watch?v=Zk3_x-9QaBc",
  "https://evil.example/youtube.com/watch?v=Zk3_x-9QaBc",
  "https://evil.example/?u=https://www.youtube.com/watch?v=Zk3_x-9QaBc",
  "https://evil.example#https://www.youtube.com/watch?v=Zk3_x-9QaBc",
  "https://evil.example\\@youtube.com/watch?v=Zk3_x-9QaBc",
  "https://notinstagram.com/p/Cx9_invent-1/",
  "https://instagram.com-login.example/p/Cx9_invent-1/",
  "https://instagram.co/p/Cx9_invent-1/",
  "https://www-instagram.com/p/Cx9_invent-1/",
  "https://іnstagram.com/p/Cx9_invent-1/",
  "https://tiktok.com.example.org/@quelquun/video/7300000000000000001",
  "https://faceb00k.com/une.page/posts/1",
  "https://xx.com/quelquun/status/1700000000000000001",
  "https://notx.com/quelquun/status/1700000000000000001",
  "https://t.me.example/chaineinventee/4321",
  "https://www.youtube.com:8443/watch?v=Zk3_x-9QaBc",
  "user@youtube.com",
  "mailto:user@youtube.com",
  "youtube.com@evil.example",
])("%s belongs to no service of the catalogue", (written) => {
  const found = canonicalKey(written);
  if (found.kind !== "refused") expect(found.service).toBeNull();
});

test.each([
  "https://www.youtube.com/watch?v=tooshort",
  "https://www.youtube.com/watch?x=Zk3_x-9QaBc",
  "https://www.instagram.com/",
  "https://www.instagram.com/accounts/login/",
  "https://x.com/search?q=status/1700000000000000001",
])("%s is a page of its service, and no object", (written) => {
  expect(canonicalKey(written)).toMatchObject({ kind: "url", object: null });
});
