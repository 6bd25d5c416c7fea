import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queryKeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { mayBeAnswered } from "../case/answer-rules.ts";
import { newestFirst } from "../case/newest-first.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { Field } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { useSettled } from "../ui/use-settled.ts";
import { When } from "../ui/when.tsx";

const typingMs = 250;
const shownCases = 6;

interface NoticeSearchProps {
  isDisabled: boolean;
  onChoose: (noticeId: string) => void;
}

/** Finds a notice by its case: the number first, then which of its notices. */
export function NoticeSearch({ isDisabled, onChoose }: NoticeSearchProps) {
  const texts = useTexts();
  const [typed, setTyped] = useState("");
  const [caseId, setCaseId] = useState<string | null>(null);
  const q = useSettled(typed.trim(), typingMs);
  const filter = { q, status: "" };
  const found = useQuery({
    queryKey: [...queryKeys.list(filter), "notice-search"],
    queryFn: ({ signal }) => api.listCases({ ...filter, after: null }, signal),
    enabled: q !== "",
  });
  const chosen = useQuery({
    queryKey: queryKeys.case(caseId ?? ""),
    queryFn: ({ signal }) => api.getCase(caseId ?? "", signal),
    enabled: caseId !== null,
  });
  const cases = q === "" ? [] : (found.data?.cases.slice(0, shownCases) ?? []);
  const notices = newestFirst(
    chosen.data?.notices.filter(({ status }) => mayBeAnswered(status)) ?? [],
    ({ createdAt }) => createdAt,
  );
  return (
    <div className="form notice-search">
      <Field
        label={texts.mailbox.caseNumber}
        help={texts.mailbox.caseNumberHelp}
        autoComplete="off"
        autoFocus
        maxLength={200}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          setCaseId(null);
        }}
      />
      <Trouble error={found.error ?? chosen.error} />
      {caseId === null && found.data !== undefined && q !== "" && cases.length === 0 && (
        <p className="quiet" role="status">
          {texts.mailbox.noCase}
        </p>
      )}
      {caseId === null && cases.length > 0 && (
        <ul className="plain-list">
          {cases.map(({ id, number, title }) => (
            <li key={id}>
              <ActionButton small onPress={() => setCaseId(id)}>
                {texts.case.number(number)} <span className="quiet">{title ?? texts.list.sealedAddress}</span>
              </ActionButton>
            </li>
          ))}
        </ul>
      )}
      {chosen.data !== undefined && caseId !== null && (
        <section aria-label={texts.case.number(chosen.data.summary.number)}>
          <p>{texts.case.number(chosen.data.summary.number)}</p>
          {notices.length === 0 && <p className="quiet">{texts.answer.noNotice}</p>}
          <ul className="plain-list">
            {notices.map(({ id, to, sentAt, createdAt }) => (
              <li key={id}>
                <ActionButton small isDisabled={isDisabled} onPress={() => onChoose(id)}>
                  {texts.mailbox.attachTo(to.name)}{" "}
                  <span className="quiet">
                    <When at={sentAt ?? createdAt} />
                  </span>
                </ActionButton>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
