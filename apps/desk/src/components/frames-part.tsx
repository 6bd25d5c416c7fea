import { useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { AddressText } from "../ui/address-text.tsx";
import { Badge } from "../ui/badge.tsx";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { ScrollingTable } from "../ui/scrolling-table.tsx";
import { SpokenText } from "../ui/spoken-text.tsx";
import { inventedRecipients } from "./invented-figures.ts";
import { Shown } from "./shown.tsx";

/** What holds other things: cards, foldings, tables, dialogs. */
export function FramesPart() {
  const texts = useTexts();
  const words = texts.components;
  return (
    <>
      <Shown title={words.frames}>
        <div className="fields-shown">
          <article className="card">
            <div className="card-head">
              <h3 className="title-3">{words.card}</h3>
              <Badge tone="ink">{words.tones.ink}</Badge>
            </div>
            <AddressText url="https://xn--qais-uqa.example/p/42" readableUrl="https://qùais.example/p/42" />
            <dl className="facts">
              {words.facts.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <SpokenText text={words.spoken} />
            <details className="fold">
              <summary>{words.fold}</summary>
              <p>{words.running}</p>
            </details>
          </article>
          <article className="card" data-withdrawn="">
            <div className="card-head">
              <h3 className="title-3">{words.withdrawn}</h3>
            </div>
            <span className="case-sealed">
              <Icon name="locked" />
              {words.sealed}
            </span>
            <Disclosure className="disclosure">
              <Heading level={4} className="disclosure-title">
                <Button slot="trigger" className="button button-bare button-small">
                  <Icon name="down" /> {words.disclosure}
                </Button>
              </Heading>
              <DisclosurePanel>
                <p>{words.running}</p>
              </DisclosurePanel>
            </Disclosure>
          </article>
          <NextStepShown title={words.looks.main} />
          <NextStepShown title={words.nextLate} late />
          <NextStepShown title={words.nextQuiet} quiet />
          <dl className="tiles">
            {words.facts.map(([name, value]) => (
              <div key={name} className="tile">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      </Shown>
      <Shown title={words.table}>
        <ScrollingTable label={words.columns.name}>
          <thead>
            <tr>
              <th scope="col">{words.columns.name}</th>
              <th scope="col" className="number" aria-sort="descending">
                <Button className="sort-button">
                  {words.columns.sent}
                  <Icon name="down" />
                </Button>
              </th>
            </tr>
          </thead>
          <tbody>
            {inventedRecipients.map(({ name, parts }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td className="number">{sum(parts)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.together}</th>
              <td className="number">{sum(inventedRecipients.flatMap(({ parts }) => parts))}</td>
            </tr>
          </tfoot>
        </ScrollingTable>
      </Shown>
      <Shown title={words.dialogs}>
        <DialogsShown />
      </Shown>
    </>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function NextStepShown({ title, late, quiet }: { title: string; late?: true; quiet?: true }) {
  const words = useTexts().components;
  return (
    <div className="next-step" data-late={late} data-quiet={quiet}>
      <p className="next-step-title">
        <strong>{title}</strong>
      </p>
      <p>{words.running}</p>
    </div>
  );
}

function DialogsShown() {
  const texts = useTexts();
  const words = texts.components;
  const [open, setOpen] = useState<"dialog" | "alert" | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="form-actions">
      <ActionButton onPress={() => setOpen("dialog")}>{words.dialog}</ActionButton>
      <ActionButton onPress={() => setOpen("alert")}>{words.alert}</ActionButton>
      <DeskDialog title={words.dialogTitle} isOpen={open !== null} alert={open === "alert"} onClose={close}>
        <p>{words.dialogText}</p>
        <div className="form-actions">
          <ActionButton look={open === "alert" ? "danger" : "main"} onPress={close}>
            {words.send}
          </ActionButton>
          <ActionButton onPress={close}>{texts.cancel}</ActionButton>
        </div>
      </DeskDialog>
    </div>
  );
}
