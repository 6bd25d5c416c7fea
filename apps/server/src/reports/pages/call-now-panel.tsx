import type { PlanPerson } from "@vigie/contract";
import type { ReactElement } from "react";
import { CallLines } from "../../http/public/call-lines.tsx";
import type { PublicSite } from "../../http/public/public-site.ts";

interface CallNowPanelProps {
  site: PublicSite;
  people: readonly PlanPerson[];
  /** Whether what was written is with the team already. */
  received: boolean;
  /** `id` of the form that the language switch carries along: the same people are named in the other language. */
  form: string | undefined;
}

/** Whom to call, before anything else on a page that answers words of danger. Nothing is blocked by it. */
export function CallNowPanel({ site, people, received, form }: CallNowPanelProps): ReactElement {
  const { t } = site;
  return (
    <section className="danger" aria-labelledby="call">
      <h2 id="call">{t("call.title")}</h2>
      <p>{t("call.text")}</p>
      <CallLines site={site} people={people} />
      <p className="small">{t(received ? "call.received" : "call.kept")}</p>
      {form !== undefined && <input type="hidden" form={form} name="call" value={site.country ?? ""} />}
    </section>
  );
}
