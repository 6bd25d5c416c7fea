import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { goTo } from "../router/use-place.ts";
import type { DeskLanguage } from "../shell/desk-language.ts";
import { useTexts } from "../texts/texts.ts";
import { announce } from "../ui/announcement.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { DoorFrame } from "./door-frame.tsx";
import { JoinForm } from "./join-form.tsx";
import { tokenOf } from "./join-rules.ts";

/** Where an invitation link leads. The token stays in the fragment, which browsers do not send. */
export function JoinPage({ language }: { language: DeskLanguage }) {
  const texts = useTexts();
  useTitle(texts.join.title);
  const [token] = useState(() => tokenOf(window.location.hash));
  const invitation = useQuery({
    queryKey: ["invitation"],
    queryFn: () => api.openInvitation(token ?? ""),
    enabled: token !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const join = useMutation({
    mutationFn: api.join,
    onSuccess: () => {
      announce(texts.signIn.joined);
      goTo({ page: "home" }, { replace: true });
    },
  });
  const view = invitation.data;
  return (
    <DoorFrame language={language} wide>
      <h1 className="title-1">{view?.first ? texts.join.titleFirst : texts.join.title}</h1>
      {token === null && <p>{texts.join.missingToken}</p>}
      {invitation.isLoading && (
        <p className="quiet" role="status">
          {texts.loading}
        </p>
      )}
      <Trouble error={invitation.error} />
      {view !== undefined && token !== null && (
        <JoinForm
          invitation={view}
          language={language}
          error={join.error}
          isPending={join.isPending}
          onSubmit={(answers) => join.mutate({ token, language: language.language, ...answers })}
        />
      )}
    </DoorFrame>
  );
}
