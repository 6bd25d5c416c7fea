import { mayCall, useOwnSettings } from "../api/queries.ts";
import { useSession } from "../shell/session-context.ts";
import { useTexts } from "../texts/texts.ts";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { HandoverNotes } from "./handover-notes.tsx";
import { OwnActivity } from "./own-activity.tsx";
import { OwnSettingsForm } from "./own-settings-form.tsx";
import { PasskeysPart } from "./passkeys-part.tsx";

/** Everything that is a member's own: settings, passkeys, and what they did. */
export function OwnPage() {
  const texts = useTexts();
  useTitle(texts.me.title);
  const { me } = useSession();
  const settings = useOwnSettings();
  return (
    <section className="page">
      <header className="list-head">
        <h1 className="title-1">{texts.me.title}</h1>
      </header>
      <Trouble error={settings.error} onRetry={() => void settings.refetch()} />
      <div className="own-columns">
        {settings.data === undefined ? (
          <p className="quiet" role="status">
            {texts.loading}
          </p>
        ) : (
          <OwnSettingsForm stored={settings.data} />
        )}
        <div className="own-side">
          {mayCall(me.member.role, "handovers") && <HandoverNotes />}
          <PasskeysPart />
          <OwnActivity />
        </div>
      </div>
    </section>
  );
}
