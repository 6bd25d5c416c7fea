import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type MemberView, roles } from "@vigie/contract";
import { useState } from "react";
import { queryKeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { Picker } from "../ui/picker.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { TopicsField } from "./topics-field.tsx";

/** Role and topics of a colleague. */
export function MemberDialog({ member, onClose }: { member: MemberView | null; onClose: () => void }) {
  const texts = useTexts();
  return (
    <DeskDialog title={texts.team.changeTitle(member?.name ?? "")} isOpen={member !== null} onClose={onClose}>
      {member !== null && <MemberForm key={member.id} member={member} onClose={onClose} />}
    </DeskDialog>
  );
}

function MemberForm({ member, onClose }: { member: MemberView; onClose: () => void }) {
  const texts = useTexts();
  const client = useQueryClient();
  const [role, setRole] = useState(member.role);
  const [given, setGiven] = useState(member.topics);
  const save = useMutation({
    mutationFn: () => api.setMember(member.id, { role, topics: given }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.team });
      announce(texts.team.changeDone);
      onClose();
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p className="field-help">{texts.team.changeText}</p>
      <Picker
        label={texts.team.role}
        sections={[{ title: null, options: roles.map((value) => ({ value, label: texts.roles[value] })) }]}
        value={role}
        onChange={(value) => setRole(roles.find((known) => known === value) ?? role)}
      />
      <p className={role === "observer" && member.role !== "observer" ? "look-here" : "field-help"}>
        {role === "observer" && member.role !== "observer"
          ? texts.team.changeObserver
          : texts.roleMeans[role]}
      </p>
      {role !== "observer" && <TopicsField value={given} onChange={setGiven} />}
      <Trouble error={save.error} />
      <div className="form-actions">
        <ActionButton look="main" type="submit" isPending={save.isPending} isDisabled={given?.length === 0}>
          {texts.team.changeSubmit}
        </ActionButton>
        <ActionButton look="bare" onPress={onClose}>
          {texts.cancel}
        </ActionButton>
      </div>
    </form>
  );
}
