import type { FastifyInstance } from "fastify";
import type { ReactElement } from "react";
import { allServices } from "../catalogue/installed-catalogue.ts";
import type { Service } from "../catalogue/service-schema.ts";
import { publicPaths } from "../http/public/public-paths.ts";
import type { PublicSite } from "../http/public/public-site.ts";
import { renderPage } from "../http/public/render-page.ts";
import { localesOf } from "../i18n/format-time.ts";
import { type Addresses, serviceAddresses, serviceCodes, situationAddresses } from "./guide-address-rules.ts";
import { crisisLines, firstCalls, guideContacts } from "./guide-contacts.ts";
import { guideText } from "./guide-text.ts";
import type { GuideGroup, GuideLink, GuideSite } from "./pages/guide-site.ts";
import { GuidesPage } from "./pages/guides-page.tsx";
import { ServiceGuidePage, serviceName } from "./pages/service-guide-page.tsx";
import { SituationGuidePage } from "./pages/situation-guide-page.tsx";
import { type ServiceGroup, serviceGroup, serviceGroups } from "./service-groups.ts";
import { type Situation, situations } from "./situations.ts";

/** A page of the guides: where it stands, and how it is written. */
export interface GuidePage {
  addresses: Addresses;
  page(guide: GuideSite): ReactElement;
}

const config = { policy: "public" } as const;

/** Serves the guides of one language: the index, one for each situation, one for each service of the catalogue. */
export function serveGuides(app: FastifyInstance, site: PublicSite, now: () => Date): void {
  for (const { addresses, page } of guidePages()) {
    app.get(site.at(addresses[site.language]), { config }, (_, reply) => {
      const guide = { site, g: guideText(site.voice), now: now() };
      const { status, headers, body } = renderPage(page(guide));
      return reply.code(status).headers(headers).send(body);
    });
  }
}

/** Every guide there is, from the catalogue this process works with. */
export function guidePages(): GuidePage[] {
  const services = servicesWithAddresses();
  return [
    {
      addresses: publicPaths.guides,
      page: (guide) => (
        <GuidesPage
          {...guide}
          situations={situations.map((situation) => situationLink(guide, situation))}
          groups={groupsOf(
            guide,
            services.filter(({ service }) => !service.roles.includes("fallback")),
          )}
          fallback={
            services.find(({ service }) => service.roles.includes("fallback"))?.addresses[guide.site.language]
          }
        />
      ),
    },
    ...situations.map((situation): GuidePage => {
      const addresses = situationAddresses(situation.number);
      return {
        addresses,
        page: (guide) => (
          <SituationGuidePage
            {...guide}
            situation={situation}
            addresses={addresses}
            countries={guideContacts(situation, guide.site.hotline.country)}
            calls={firstCalls(situation, guide.site.hotline.country)}
            crisis={crisisLines()}
            groups={groupsOf(
              guide,
              services.filter(({ service }) => concerns(situation, service)),
            )}
          />
        ),
      };
    }),
    ...services.map(
      ({ service, addresses }): GuidePage => ({
        addresses,
        page: (guide) => (
          <ServiceGuidePage
            {...guide}
            service={service}
            addresses={addresses}
            situations={situations
              .filter((situation) => situation.groups.includes(serviceGroup(service)))
              .map((situation) => situationLink(guide, situation))}
          />
        ),
      }),
    ),
  ];
}

interface PlacedService {
  service: Service;
  addresses: Addresses;
}

function servicesWithAddresses(): PlacedService[] {
  const services = allServices();
  const codes = serviceCodes(services.map(({ slug }) => slug));
  return services.map((service) => ({ service, addresses: serviceAddresses(codes.get(service.slug) ?? "") }));
}

function situationLink({ site, g }: GuideSite, { name, number }: Situation): GuideLink {
  return {
    label: g(`situation.${name}`),
    about: g(`situation.${name}.about`),
    href: situationAddresses(number)[site.language],
  };
}

function groupsOf(guide: GuideSite, services: readonly PlacedService[]): GuideGroup[] {
  const { g } = guide;
  const { language } = guide.site;
  return serviceGroups.flatMap((group: ServiceGroup) => {
    const links = services
      .filter(({ service }) => serviceGroup(service) === group)
      .map(({ service, addresses }) => ({ label: serviceName(guide, service), href: addresses[language] }))
      .sort((a, b) => a.label.localeCompare(b.label, localesOf(guide.site.voice)));
    return links.length === 0 ? [] : [{ label: g(`group.${group}`), links }];
  });
}

function concerns(situation: Situation, service: Service): boolean {
  return (
    service.status === "active" &&
    situation.groups.includes(serviceGroup(service)) &&
    (situation.topics.length === 0 ||
      service.channels.some(({ topics }) => topics.some((topic) => situation.topics.includes(topic))))
  );
}
