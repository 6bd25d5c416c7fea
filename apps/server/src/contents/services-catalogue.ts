import aws from "../../../../catalogue/services/aws.json" with { type: "json" };
import bazoocam from "../../../../catalogue/services/bazoocam.json" with { type: "json" };
import bing from "../../../../catalogue/services/bing.json" with { type: "json" };
import blogger from "../../../../catalogue/services/blogger.json" with { type: "json" };
import bluesky from "../../../../catalogue/services/bluesky.json" with { type: "json" };
import chatrandom from "../../../../catalogue/services/chatrandom.json" with { type: "json" };
import chatroulette from "../../../../catalogue/services/chatroulette.json" with { type: "json" };
import cloudflare from "../../../../catalogue/services/cloudflare.json" with { type: "json" };
import dailymotion from "../../../../catalogue/services/dailymotion.json" with { type: "json" };
import discord from "../../../../catalogue/services/discord.json" with { type: "json" };
import duckduckgo from "../../../../catalogue/services/duckduckgo.json" with { type: "json" };
import facebook from "../../../../catalogue/services/facebook.json" with { type: "json" };
import gandi from "../../../../catalogue/services/gandi.json" with { type: "json" };
import genericHost from "../../../../catalogue/services/generic-host.json" with { type: "json" };
import godaddy from "../../../../catalogue/services/godaddy.json" with { type: "json" };
import googleSearch from "../../../../catalogue/services/google-search.json" with { type: "json" };
import hetzner from "../../../../catalogue/services/hetzner.json" with { type: "json" };
import instagram from "../../../../catalogue/services/instagram.json" with { type: "json" };
import internetArchive from "../../../../catalogue/services/internet-archive.json" with { type: "json" };
import jeuxvideoCom from "../../../../catalogue/services/jeuxvideo-com.json" with { type: "json" };
import leetchi from "../../../../catalogue/services/leetchi.json" with { type: "json" };
import linkedin from "../../../../catalogue/services/linkedin.json" with { type: "json" };
import mastodon from "../../../../catalogue/services/mastodon.json" with { type: "json" };
import messenger from "../../../../catalogue/services/messenger.json" with { type: "json" };
import mym from "../../../../catalogue/services/mym.json" with { type: "json" };
import omegle from "../../../../catalogue/services/omegle.json" with { type: "json" };
import onlyfans from "../../../../catalogue/services/onlyfans.json" with { type: "json" };
import ovhcloud from "../../../../catalogue/services/ovhcloud.json" with { type: "json" };
import paypal from "../../../../catalogue/services/paypal.json" with { type: "json" };
import peertube from "../../../../catalogue/services/peertube.json" with { type: "json" };
import pinterest from "../../../../catalogue/services/pinterest.json" with { type: "json" };
import pornhub from "../../../../catalogue/services/pornhub.json" with { type: "json" };
import qwant from "../../../../catalogue/services/qwant.json" with { type: "json" };
import reddit from "../../../../catalogue/services/reddit.json" with { type: "json" };
import skypeTeams from "../../../../catalogue/services/skype-teams.json" with { type: "json" };
import snapchat from "../../../../catalogue/services/snapchat.json" with { type: "json" };
import telegram from "../../../../catalogue/services/telegram.json" with { type: "json" };
import threads from "../../../../catalogue/services/threads.json" with { type: "json" };
import tiktok from "../../../../catalogue/services/tiktok.json" with { type: "json" };
import tumblr from "../../../../catalogue/services/tumblr.json" with { type: "json" };
import twitch from "../../../../catalogue/services/twitch.json" with { type: "json" };
import vimeo from "../../../../catalogue/services/vimeo.json" with { type: "json" };
import westernUnion from "../../../../catalogue/services/western-union.json" with { type: "json" };
import whatsapp from "../../../../catalogue/services/whatsapp.json" with { type: "json" };
import wordpressCom from "../../../../catalogue/services/wordpress-com.json" with { type: "json" };
import x from "../../../../catalogue/services/x.json" with { type: "json" };
import xvideos from "../../../../catalogue/services/xvideos.json" with { type: "json" };
import youtube from "../../../../catalogue/services/youtube.json" with { type: "json" };
import { type Service, serviceSchema } from "./service-schema.ts";

const rows: readonly unknown[] = [
  aws,
  bazoocam,
  bing,
  blogger,
  bluesky,
  chatrandom,
  chatroulette,
  cloudflare,
  dailymotion,
  discord,
  duckduckgo,
  facebook,
  gandi,
  genericHost,
  godaddy,
  googleSearch,
  hetzner,
  instagram,
  internetArchive,
  jeuxvideoCom,
  leetchi,
  linkedin,
  mastodon,
  messenger,
  mym,
  omegle,
  onlyfans,
  ovhcloud,
  paypal,
  peertube,
  pinterest,
  pornhub,
  qwant,
  reddit,
  skypeTeams,
  snapchat,
  telegram,
  threads,
  tiktok,
  tumblr,
  twitch,
  vimeo,
  westernUnion,
  whatsapp,
  wordpressCom,
  x,
  xvideos,
  youtube,
];

const services: readonly Service[] = rows.map((row) => serviceSchema.parse(row));

const bySlug = new Map(services.map((service) => [service.slug, service]));

/** Every service of the catalogue, validated once when the program starts. */
export function allServices(): readonly Service[] {
  return services;
}

/**
 * The catalogue row of a service.
 * @param slug as in the file name, e.g. "instagram".
 */
export function findService(slug: string): Service | undefined {
  return bySlug.get(slug);
}
