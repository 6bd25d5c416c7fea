import type { Service } from "../catalogue/service-schema.ts";

/** The groups of services, in the order of the index. */
export const serviceGroups = [
  "social",
  "video",
  "chat",
  "adult",
  "search",
  "payment",
  "host",
  "app_store",
] as const;
export type ServiceGroup = (typeof serviceGroups)[number];

// What a platform is for stands in no field of the catalogue. One that is missing here is shown among the social ones.
const platforms: Readonly<Record<string, ServiceGroup>> = {
  dailymotion: "video",
  peertube: "video",
  twitch: "video",
  vimeo: "video",
  youtube: "video",
  bazoocam: "chat",
  chatrandom: "chat",
  chatroulette: "chat",
  omegle: "chat",
  mym: "adult",
  onlyfans: "adult",
  pornhub: "adult",
  xvideos: "adult",
};

const byRole = {
  search_engine: "search",
  archive: "search",
  payment: "payment",
  app_store: "app_store",
  host: "host",
  cdn: "host",
  registrar: "host",
  fallback: "host",
} as const satisfies Partial<Record<Service["roles"][number], ServiceGroup>>;

/** The group a service is shown in: one that is a platform as well as a host is shown as a platform. */
export function serviceGroup({ slug, roles }: Pick<Service, "slug" | "roles">): ServiceGroup {
  if (roles.includes("platform")) return platforms[slug] ?? "social";
  for (const role of roles) if (role !== "platform") return byRole[role];
  return "social";
}
