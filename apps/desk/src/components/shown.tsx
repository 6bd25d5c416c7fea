import { type ReactNode, useId } from "react";

/** Components of one kind under their name. */
export function Shown({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="shown" aria-labelledby={id}>
      <h2 className="title-2" id={id}>
        {title}
      </h2>
      {help !== undefined && <p className="quiet">{help}</p>}
      {children}
    </section>
  );
}
