import type { ContentView, WatchStatus } from "@vigie/contract";
import { viewable } from "../exposure/exposure-rules.ts";
import { dayAndTime } from "../format/time.ts";
import { useSession } from "../shell/session-context.ts";
import { useLanguage, useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { AddressText } from "../ui/address-text.tsx";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useRelative } from "../ui/use-relative.ts";
import { useOpenCase } from "./case-context.ts";
import { CheckList } from "./check-list.tsx";
import { HostingLines } from "./hosting-lines.tsx";
import { addressOf } from "./sealed-address.ts";

const tones = {
  waiting: "quiet",
  watching: "ink",
  removal_seen: "ink",
  removed: "good",
  returned: "look",
  stopped: "quiet",
} as const satisfies Record<WatchStatus, BadgeTone>;

interface ContentCardProps {
  content: ContentView;
  onCheck: () => void;
  isChecking: boolean;
}

/** One location: its address as text, what the watch says, and the evidence for it. */
export function ContentCard({ content, onCheck, isChecking }: ContentCardProps) {
  const texts = useTexts();
  const language = useLanguage();
  const relative = useRelative();
  const { me, askUnlock } = useSession();
  const { view, words, mayDecide, mayReadWords, openPanel } = useOpenCase();
  const url = addressOf(content, words);
  const { watch } = content;
  const typed = words?.reports
    .flatMap(({ locations }) => locations)
    .find(({ contentId }) => contentId === content.id)?.typed;
  return (
    <li className="card" data-content-id={content.id}>
      <div className="card-head">
        <Badge tone={tones[watch.status]}>{texts.contents.watch[watch.status]}</Badge>
        {watch.verdict !== null && watch.status !== "removed" && (
          <span className="quiet">
            {texts.contents.verdicts[watch.verdict]}, {texts.contents.seenFromHere}
          </span>
        )}
      </div>
      <div className="card-address">
        {url !== null ? (
          <AddressText url={url} readableUrl={content.readableUrl} />
        ) : content.kind === "words" ? (
          <span className="address">
            {content.readableUrl ?? typed ?? <span className="quiet">{texts.contents.wordsKind}</span>}
          </span>
        ) : (
          <span className="case-sealed">
            <Icon name="locked" /> {texts.contents.sealed}
          </span>
        )}
        {url !== null && <CopyButton text={url} label={`${texts.contents.copyAddress} ${url}`} />}
        {url === null && content.sealed && !me.unlocked && mayReadWords && (
          <ActionButton look="bare" small onPress={askUnlock}>
            {texts.words.action}
          </ActionButton>
        )}
      </div>
      {url === null && content.sealed && <p className="small quiet">{texts.contents.sealedHelp}</p>}
      <p className="small card-facts">
        <span>{texts.contents.reports(content.reports)}</span>
        {content.service !== null && (
          <span>
            {texts.label(texts.contents.service)} {content.service}
          </span>
        )}
        {content.minorReported && (
          <span className="fact-flag">
            <Icon name="child" /> {texts.contents.minor}
          </span>
        )}
        {content.privateReported && (
          <span className="fact-flag">
            <Icon name="person" /> {texts.contents.private}
          </span>
        )}
      </p>
      {watch.status === "removed" && watch.removedAt !== null && (
        <p className="proof-line">
          <Icon name="done" /> {texts.contents.removedOn(dayAndTime(watch.removedAt, language))},{" "}
          {texts.contents.seenFromHere}
        </p>
      )}
      {watch.status === "removal_seen" && <p className="small quiet">{texts.contents.secondCheck}</p>}
      {content.kind === "url" && view.allowed.check && (
        <div className="card-foot">
          <span className="small quiet">
            {[
              watch.lastCheckAt === null
                ? texts.contents.neverChecked
                : texts.contents.lastCheck(relative(watch.lastCheckAt)),
              ...(watch.nextCheckAt === null ? [] : [texts.contents.nextCheck(relative(watch.nextCheckAt))]),
            ].join(", ")}
          </span>
          {mayDecide && (
            <div className="card-acts">
              <ActionButton look="bare" small onPress={onCheck} isDisabled={isChecking}>
                {texts.contents.check}
              </ActionButton>
              {viewable(view).includes(content) && (
                <ActionButton look="bare" small onPress={() => openPanel("look", content.id)}>
                  {texts.exposure.look}
                </ActionButton>
              )}
            </div>
          )}
        </div>
      )}
      <HostingLines content={content} />
      {content.checks.length > 0 && <CheckList checks={content.checks} />}
    </li>
  );
}
