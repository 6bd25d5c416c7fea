import authorityRows from "../../../../catalogue/authorities.json" with { type: "json" };
import animals from "../../../../catalogue/grounds/animals.json" with { type: "json" };
import blackmail from "../../../../catalogue/grounds/blackmail.json" with { type: "json" };
import childProtection from "../../../../catalogue/grounds/child-protection.json" with { type: "json" };
import civic from "../../../../catalogue/grounds/civic.json" with { type: "json" };
import consumer from "../../../../catalogue/grounds/consumer.json" with { type: "json" };
import cyber from "../../../../catalogue/grounds/cyber.json" with { type: "json" };
import dataProtection from "../../../../catalogue/grounds/data-protection.json" with { type: "json" };
import discrimination from "../../../../catalogue/grounds/discrimination.json" with { type: "json" };
import exploitation from "../../../../catalogue/grounds/exploitation.json" with { type: "json" };
import fraud from "../../../../catalogue/grounds/fraud.json" with { type: "json" };
import harassment from "../../../../catalogue/grounds/harassment.json" with { type: "json" };
import hate from "../../../../catalogue/grounds/hate.json" with { type: "json" };
import identity from "../../../../catalogue/grounds/identity.json" with { type: "json" };
import illegalGoods from "../../../../catalogue/grounds/illegal-goods.json" with { type: "json" };
import imageBasedAbuse from "../../../../catalogue/grounds/image-based-abuse.json" with { type: "json" };
import ip from "../../../../catalogue/grounds/ip.json" with { type: "json" };
import publicSecurity from "../../../../catalogue/grounds/public-security.json" with { type: "json" };
import reputation from "../../../../catalogue/grounds/reputation.json" with { type: "json" };
import selfHarm from "../../../../catalogue/grounds/self-harm.json" with { type: "json" };
import terrorism from "../../../../catalogue/grounds/terrorism.json" with { type: "json" };
import threats from "../../../../catalogue/grounds/threats.json" with { type: "json" };
import violence from "../../../../catalogue/grounds/violence.json" with { type: "json" };
import { type Authority, authoritySchema, type Ground, groundSchema } from "./ground-schema.ts";

const families: readonly (readonly unknown[])[] = [
  animals,
  blackmail,
  childProtection,
  civic,
  consumer,
  cyber,
  dataProtection,
  discrimination,
  exploitation,
  fraud,
  harassment,
  hate,
  identity,
  illegalGoods,
  imageBasedAbuse,
  ip,
  publicSecurity,
  reputation,
  selfHarm,
  terrorism,
  threats,
  violence,
];

const grounds: readonly Ground[] = families.flat().map((row) => groundSchema.parse(row));
const groundBySlug = new Map(grounds.map((ground) => [ground.slug, ground]));

const authorities: readonly Authority[] = authorityRows.map((row) => authoritySchema.parse(row));
const authorityBySlug = new Map(authorities.map((authority) => [authority.slug, authority]));

/** Every ground of the catalogue, validated once when the program starts. */
export function allGrounds(): readonly Ground[] {
  return grounds;
}

/**
 * A ground of the catalogue.
 * @param slug e.g. "ncii".
 */
export function findGround(slug: string): Ground | undefined {
  return groundBySlug.get(slug);
}

/** Every authority, hotline and helpline of the catalogue. */
export function allAuthorities(): readonly Authority[] {
  return authorities;
}

/**
 * An authority, hotline or helpline of the catalogue.
 * @param slug e.g. "pharos".
 */
export function findAuthority(slug: string): Authority | undefined {
  return authorityBySlug.get(slug);
}
