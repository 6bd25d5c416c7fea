import { useEffect, useRef } from "react";
import { ApiError, isStale } from "../api/problem.ts";
import { useTexts } from "../texts/texts.ts";
import type { Texts } from "../texts/texts-type.ts";
import { ActionButton } from "./action-button.tsx";
import { Icon } from "./icon.tsx";

interface TroubleProps {
  error: unknown;
  /** Offered when the page is older than the server. */
  onReload?: (() => void) | undefined;
  /** Offered for everything else, where trying again makes sense. */
  onRetry?: (() => void) | undefined;
}

/** What went wrong, said where it went wrong. Takes the focus when it appears, so that nobody misses it. */
export function Trouble({ error, onReload, onRetry }: TroubleProps) {
  const texts = useTexts();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== null && error !== undefined) box.current?.focus();
  }, [error]);
  if (error === null || error === undefined) return null;
  const stale = isStale(error);
  const details =
    error instanceof ApiError && error.trouble.kind === "refused" ? (error.trouble.problem.errors ?? []) : [];
  return (
    <div className="trouble" role="alert" tabIndex={-1} ref={box}>
      <Icon name="look" />
      <div className="trouble-body">
        <p>{sentenceOf(error, texts)}</p>
        {details.length > 0 && (
          <ul>
            {details.map(({ path, message }) => (
              <li key={path + message}>
                {path !== "" && `${texts.label(texts.problem.field(path))} `}
                {message}
              </li>
            ))}
          </ul>
        )}
        {stale && onReload !== undefined && (
          <ActionButton small onPress={onReload}>
            {texts.problem.staleReload}
          </ActionButton>
        )}
        {!stale && onRetry !== undefined && (
          <ActionButton small onPress={onRetry}>
            {texts.retry}
          </ActionButton>
        )}
      </div>
    </div>
  );
}

/** What went wrong, in one sentence. */
export function sentenceOf(error: unknown, texts: Texts): string {
  if (!(error instanceof ApiError)) return texts.problem.unexpected;
  if (error.trouble.kind === "refused") return error.trouble.problem.detail;
  return error.trouble.kind === "network" ? texts.problem.network : texts.problem.unexpected;
}
