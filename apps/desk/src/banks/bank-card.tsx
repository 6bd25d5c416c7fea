import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BankView, changeBankBody } from "@vigie/contract";
import { useState } from "react";
import type { z } from "zod";
import { queryKeys } from "../api/queries.ts";
import { api } from "../api.ts";
import { dayAndTime, fullDay } from "../format/time.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { Badge } from "../ui/badge.tsx";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { When } from "../ui/when.tsx";
import { BankImports } from "./bank-imports.tsx";
import type { BankImport } from "./bank-rules.ts";
import { SuspendedEntries } from "./suspended-entries.tsx";

/** One bank: whose, why, whence, until when, how it matches, and its lists. */
export function BankCard({ bank, mayChange }: { bank: BankView; mayChange: boolean }) {
  const texts = useTexts();
  const language = useLanguage();
  const client = useQueryClient();
  const [asked, setAsked] = useState<{ act: "accept_import" | "roll_back"; made: BankImport } | null>(null);
  const change = useMutation({
    mutationFn: (body: z.infer<typeof changeBankBody>) => api.changeBank(bank.id, body),
    onSuccess: (banks, { act }) => {
      client.setQueryData(queryKeys.banks, banks);
      announce(texts.banks.done[act]);
    },
  });
  const release = useMutation({
    mutationFn: (entryId: string) => api.releaseEntry(bank.id, entryId),
    onSuccess: (banks) => {
      client.setQueryData(queryKeys.banks, banks);
      announce(texts.banks.released);
    },
  });
  const { suspended } = bank;
  const isChanging = change.isPending || release.isPending;
  const count = (value: number) => value.toLocaleString(language);
  return (
    <li className="card" aria-label={bank.name}>
      <p className="record-line">
        <strong className="title-2">{bank.name}</strong>
        <span className="quiet">{bank.slug}</span>
        {suspended !== null && <Badge tone="look">{texts.banks.suspended}</Badge>}
      </p>
      {suspended !== null && (
        <p className="look-here">
          {texts.banks.suspendedWhy[suspended.why] ?? suspended.why} {texts.banks.suspendedMeans}{" "}
          <When at={suspended.at} />
          {"."}
        </p>
      )}
      <p>{bank.purpose}</p>
      <dl className="bank-facts">
        <Fact name={texts.banks.owner}>{bank.owner}</Fact>
        <Fact name={texts.banks.provenance}>{texts.banks.provenances[bank.provenance]}</Fact>
        <Fact name={texts.banks.entries}>
          {count(bank.entries)}
          {bank.withdrawn > 0 && <span className="quiet"> {texts.banks.withdrawn(bank.withdrawn)}</span>}
        </Fact>
        <Fact name={texts.matches.title}>{count(bank.matches)}</Fact>
        <Fact name={texts.banks.distance}>{texts.banks.distanceUpTo(bank.distance)}</Fact>
        <Fact name={texts.banks.kept}>
          {texts.labels.validFromTo(
            fullDay(bank.createdAt, language) ?? bank.createdAt,
            fullDay(bank.expiresAt, language) ?? bank.expiresAt,
          )}
        </Fact>
      </dl>
      <SuspendedEntries
        bank={bank}
        mayChange={mayChange}
        isChanging={isChanging}
        onRelease={(entryId) => release.mutate(entryId)}
      />
      <BankImports bank={bank} mayChange={mayChange} isChanging={isChanging} onAsk={setAsked} />
      <Trouble
        error={change.error ?? release.error}
        onReload={() => void client.invalidateQueries({ queryKey: queryKeys.banks })}
      />
      {mayChange && (
        <div className="form-actions">
          <ActionButton
            small
            isDisabled={isChanging}
            onPress={() => change.mutate({ act: suspended === null ? "suspend" : "resume" })}
          >
            {suspended === null ? texts.banks.suspend : texts.banks.resume}
          </ActionButton>
        </div>
      )}
      <DeskDialog
        title={asked === null ? "" : texts.banks.askTitle[asked.act]}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        alert
      >
        {asked !== null && (
          <>
            <p>
              <bdi>{asked.made.source}</bdi>, {dayAndTime(asked.made.at, language)}
            </p>
            <p>{texts.banks.ask[asked.act](asked.made.taken)}</p>
            <div className="form-actions">
              <ActionButton
                look="danger"
                onPress={() => {
                  setAsked(null);
                  change.mutate({ act: asked.act, importId: asked.made.id });
                }}
              >
                {texts.banks.acts[asked.act]}
              </ActionButton>
              <ActionButton look="bare" onPress={() => setAsked(null)}>
                {texts.cancel}
              </ActionButton>
            </div>
          </>
        )}
      </DeskDialog>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
