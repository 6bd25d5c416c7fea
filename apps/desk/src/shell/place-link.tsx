import type { ReactNode } from "react";
import { type DeskPlace, writeDeskPath } from "../router/desk-path.ts";
import { goTo } from "../router/use-place.ts";

interface PlaceLinkProps {
  to: Exclude<DeskPlace, { page: "lost" }>;
  query?: string;
  current?: boolean;
  className?: string;
  children: ReactNode;
}

/** A link inside the desk: a real address, followed without reloading unless a new tab is asked for. */
export function PlaceLink({ to, query = "", current, className, children }: PlaceLinkProps) {
  return (
    <a
      href={writeDeskPath(to) + query}
      className={className}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        goTo(to, { query });
      }}
    >
      {children}
    </a>
  );
}
