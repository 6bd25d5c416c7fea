import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { OverrideView } from "@vigie/contract";
import { queryKeys, useOverrides } from "../api/queries.ts";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { SpokenText } from "../ui/spoken-text.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { When } from "../ui/when.tsx";

/** Colleagues who ask for half an hour past their budget; nothing when nobody does. */
export function OverrideGrants() {
  const texts = useTexts();
  const client = useQueryClient();
  const waiting = useOverrides();
  const requests = waiting.data?.pages.flatMap(({ overrides }) => overrides) ?? [];
  const grant = useMutation({
    mutationFn: async (request: OverrideView) => {
      await api.grantOverride(request.overrideId);
      return request;
    },
    onSuccess: ({ name }) => announce(texts.exposure.granted(name)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.overrides }),
  });
  if (requests.length === 0) return <Trouble error={waiting.error ?? grant.error} />;
  return (
    <section className="side-card" aria-labelledby="overrides-title">
      <h2 className="title-2" id="overrides-title">
        {texts.exposure.requests}
      </h2>
      <p className="field-help">{texts.exposure.requestsHelp}</p>
      <ul className="override-list">
        {requests.map((request) => (
          <li key={request.overrideId}>
            <p>
              <strong>{request.name}</strong>{" "}
              <span className="small quiet">
                <When at={request.requestedAt} />
              </span>
            </p>
            <SpokenText text={request.reason} />
            <ActionButton
              small
              isDisabled={grant.isPending}
              aria-label={texts.exposure.grantTo(request.name)}
              onPress={() => grant.mutate(request)}
            >
              {texts.exposure.grant}
            </ActionButton>
          </li>
        ))}
      </ul>
      <Trouble error={grant.error} />
      {waiting.hasNextPage && (
        <ActionButton
          small
          isPending={waiting.isFetchingNextPage}
          onPress={() => void waiting.fetchNextPage()}
        >
          {texts.exposure.more}
        </ActionButton>
      )}
    </section>
  );
}
