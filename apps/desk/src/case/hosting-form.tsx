import { correctHostingBody, type HostingFinding, type HostingRole, hostingRoles } from "@vigie/contract";
import { useState } from "react";
import type { z } from "zod";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Field } from "../ui/field.tsx";
import { Picker } from "../ui/picker.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useOpenCase } from "./case-context.ts";
import { useDraft } from "./drafts.ts";
import { useCaseAction } from "./use-case-action.ts";

interface HostingFormProps {
  contentId: string;
  findings: readonly HostingFinding[];
  onClose: () => void;
}

const empty: { role: HostingRole; name: string; email: string; url: string } = {
  role: "host",
  name: "",
  email: "",
  url: "",
};

/** Says by hand who plays a role for a host; what was looked up stays beside it. */
export function HostingForm({ contentId, findings, onClose }: HostingFormProps) {
  const texts = useTexts();
  const { view, reload } = useOpenCase();
  const [draft, change, forget] = useDraft(`${view.summary.id}/hosting/${contentId}`, () => empty);
  const [tried, setTried] = useState(false);
  const name = draft.name.trim();
  const ours = findings.some(({ role, source }) => role === draft.role && source === "team");
  const correct = useCaseAction({
    caseId: view.summary.id,
    run: (body: z.input<typeof correctHostingBody>) => api.correctHosting(contentId, body).then(() => body),
    done: (body) => (body.name === null ? texts.hosting.takenBack : texts.hosting.corrected),
    onDone: () => {
      forget();
      onClose();
    },
  });
  const wrong = (field: "email" | "url") =>
    correctHostingBody.shape[field].safeParse(draft[field].trim() || null).success
      ? null
      : texts.hosting.wrong[field];
  return (
    <form
      className="form hosting-form"
      aria-label={texts.hosting.correctTitle}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (name === "" || wrong("email") !== null || wrong("url") !== null) return;
        correct.mutate({
          role: draft.role,
          name,
          email: draft.email.trim() || null,
          url: draft.url.trim() || null,
        });
      }}
    >
      <Picker
        label={texts.hosting.role}
        sections={[
          {
            title: null,
            options: hostingRoles.map((value) => ({ value, label: texts.hosting.roles[value] })),
          },
        ]}
        value={draft.role}
        onChange={(value) => {
          const role = hostingRoles.find((known) => known === value);
          if (role !== undefined) change({ role });
        }}
      />
      <Field
        label={texts.hosting.name}
        error={tried && name === "" ? texts.hosting.needName : null}
        autoFocus
        maxLength={254}
        autoComplete="off"
        value={draft.name}
        onChange={(value) => change({ name: value })}
      />
      <Field
        label={`${texts.hosting.email} (${texts.hosting.optional})`}
        error={tried ? wrong("email") : null}
        inputMode="email"
        maxLength={254}
        autoComplete="off"
        value={draft.email}
        onChange={(email) => change({ email })}
      />
      <Field
        label={`${texts.hosting.url} (${texts.hosting.optional})`}
        error={tried ? wrong("url") : null}
        inputMode="url"
        maxLength={2000}
        autoComplete="off"
        value={draft.url}
        onChange={(url) => change({ url })}
      />
      <Trouble error={correct.error} onReload={reload} />
      <div className="form-actions">
        <ActionButton look="main" small type="submit" isPending={correct.isPending}>
          {texts.hosting.save}
        </ActionButton>
        {ours && (
          <ActionButton small onPress={() => correct.mutate({ role: draft.role, name: null })}>
            {texts.hosting.takeBack}
          </ActionButton>
        )}
        <ActionButton look="bare" small onPress={onClose}>
          {texts.cancel}
        </ActionButton>
      </div>
    </form>
  );
}
