import type { PublicSite } from "../../http/public/public-site.ts";
import type { Answers } from "../help-answers-rules.ts";
import type { HelpSituation } from "../help-situations.ts";
import type { HelpText, Voice } from "../help-text.ts";

/** What every page of the help needs to be written in one language. */
export interface HelpSite {
  site: PublicSite;
  h: HelpText;
  voice: Voice;
  now: Date;
}

/** A page about one situation, for what is known of it. */
export interface HelpCase extends HelpSite {
  situation: HelpSituation;
  answers: Answers;
}
