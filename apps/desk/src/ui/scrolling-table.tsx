import type { ReactNode } from "react";

/** A table that scrolls within its frame, and can be reached to do so. */
export function ScrollingTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      className="table-frame table-scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
    >
      <table className="table">{children}</table>
    </section>
  );
}
