import type { PublicSite } from "../../http/public/public-site.ts";
import type { GuideText } from "../guide-text.ts";

/** What every guide needs to be written in one language. */
export interface GuideSite {
  site: PublicSite;
  g: GuideText;
  /** The moment the page is written: "open now" is told from it. */
  now: Date;
}

/** A link to a guide. */
export interface GuideLink {
  label: string;
  about?: string;
  href: string;
}

/** Guides under one heading. */
export interface GuideGroup {
  label: string;
  links: readonly GuideLink[];
}
