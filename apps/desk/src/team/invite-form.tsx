import { useMutation } from "@tanstack/react-query";
import { type Role, roles, type Topic } from "@vigie/contract";
import { useState } from "react";
import { api } from "../api.ts";
import { dayAndTime } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { Picker } from "../ui/picker.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { TopicsField } from "./topics-field.tsx";

/** An invitation, whose link is shown once and kept nowhere in this page. */
export function InviteForm() {
  const texts = useTexts();
  const language = useLanguage();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("analyst");
  const [given, setGiven] = useState<Topic[] | null>(null);
  const invite = useMutation({ mutationFn: api.invite, gcTime: 0, onSuccess: () => setName("") });
  return (
    <section className="side-card" aria-labelledby="invite-title">
      <h2 className="title-2" id="invite-title">
        {texts.team.invite}
      </h2>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") invite.mutate({ name: name.trim(), role, topics: given });
        }}
      >
        <Field label={texts.team.name} maxLength={100} autoComplete="off" value={name} onChange={setName} />
        <Picker
          label={texts.team.role}
          sections={[{ title: null, options: roles.map((value) => ({ value, label: texts.roles[value] })) }]}
          value={role}
          onChange={(value) => setRole(roles.find((known) => known === value) ?? role)}
        />
        <p className="field-help">{texts.roleMeans[role]}</p>
        {role !== "observer" && <TopicsField value={given} onChange={setGiven} />}
        <Trouble error={invite.error} />
        <div className="form-actions">
          <ActionButton
            look="main"
            type="submit"
            isPending={invite.isPending}
            isDisabled={name.trim() === "" || given?.length === 0}
          >
            {texts.team.inviteSubmit}
          </ActionButton>
        </div>
      </form>
      {invite.data !== undefined && (
        <div className="once" role="status">
          <p className="title-3">{texts.team.linkTitle}</p>
          <p className="look-here">{texts.team.linkOnce}</p>
          <p className="once-link">
            <code>{invite.data.link}</code>
          </p>
          <CopyButton text={invite.data.link} label={`${texts.label(texts.copy)} ${texts.team.linkTitle}`} />
          <p className="small quiet">{texts.team.linkExpires(dayAndTime(invite.data.expiresAt, language))}</p>
        </div>
      )}
    </section>
  );
}
