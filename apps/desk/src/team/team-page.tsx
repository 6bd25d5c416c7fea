import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { MemberView } from "@vigie/contract";
import { useState } from "react";
import { mayCall, queryKeys, useTeam } from "../api/queries.ts";
import { api } from "../api.ts";
import { dayAndTime, fullDay } from "../format/time.ts";
import { useSession } from "../shell/session-context.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { Badge } from "../ui/badge.tsx";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { InviteForm } from "./invite-form.tsx";
import { MemberDialog } from "./member-dialog.tsx";

/** Who is in the team; administrators invite and end access. */
export function TeamPage() {
  const texts = useTexts();
  useTitle(texts.team.title);
  const language = useLanguage();
  const client = useQueryClient();
  const { me } = useSession();
  const team = useTeam();
  const [leaving, setLeaving] = useState<MemberView | null>(null);
  const [changing, setChanging] = useState<MemberView | null>(null);
  const end = useMutation({
    mutationFn: (member: MemberView) => api.deactivateMember(member.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.team });
      announce(texts.team.endDone);
      setLeaving(null);
    },
  });
  const mayEnd = mayCall(me.member.role, "deactivateMember");
  const members = team.data?.members ?? [];
  return (
    <section className="page">
      <header className="list-head">
        <h1 className="title-1">{texts.team.title}</h1>
        <p className="list-counts">{texts.team.members(members.filter(({ active }) => active).length)}</p>
      </header>
      <Trouble error={team.error} onRetry={() => void team.refetch()} />
      <div className="team-columns">
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{texts.team.name}</th>
                <th scope="col">{texts.team.role}</th>
                <th scope="col">{texts.team.topics}</th>
                <th scope="col">{texts.team.key}</th>
                <th scope="col">{texts.team.since}</th>
                <th scope="col">{texts.team.active}</th>
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <tr key={member.id}>
                  <th scope="row">
                    {member.name} {member.id === me.member.id && <span className="quiet">({texts.you})</span>}
                    {member.backOn !== null && (
                      <Badge>{texts.team.backOn(fullDay(member.backOn, language) ?? member.backOn)}</Badge>
                    )}
                  </th>
                  <td>{texts.roles[member.role]}</td>
                  <td>
                    {member.topics === null
                      ? texts.team.allTopics
                      : member.topics.map((topic) => texts.topics[topic]).join(", ")}
                  </td>
                  <td>{member.holdsTeamKey ? texts.team.holdsKey : texts.team.noKey}</td>
                  <td>{dayAndTime(member.joinedAt, language)}</td>
                  <td>
                    {!member.active && <Badge>{texts.team.ended}</Badge>}
                    {member.active &&
                      (mayEnd && member.id !== me.member.id ? (
                        <div className="form-actions">
                          <ActionButton
                            small
                            aria-label={texts.team.changeOf(member.name)}
                            onPress={() => setChanging(member)}
                          >
                            {texts.team.change}
                          </ActionButton>
                          <ActionButton small onPress={() => setLeaving(member)}>
                            {texts.team.end}
                          </ActionButton>
                        </div>
                      ) : (
                        texts.team.current
                      ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {mayCall(me.member.role, "invite") && <InviteForm />}
      </div>
      <MemberDialog member={changing} onClose={() => setChanging(null)} />
      <DeskDialog
        title={texts.team.endTitle(leaving?.name ?? "")}
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        alert
      >
        <p>{texts.team.endText}</p>
        <Trouble error={end.error} />
        <div className="form-actions">
          <ActionButton
            look="danger"
            isPending={end.isPending}
            onPress={() => {
              if (leaving !== null) end.mutate(leaving);
            }}
          >
            {texts.team.end}
          </ActionButton>
          <ActionButton look="bare" onPress={() => setLeaving(null)}>
            {texts.cancel}
          </ActionButton>
        </div>
      </DeskDialog>
    </section>
  );
}
