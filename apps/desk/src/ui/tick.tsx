import type { ReactNode } from "react";
import { Checkbox, type CheckboxProps } from "react-aria-components";
import { Icon } from "./icon.tsx";

/** A check box with its text. */
export function Tick({
  children,
  ...rest
}: Omit<CheckboxProps, "children" | "className"> & { children: ReactNode }) {
  return (
    <Checkbox {...rest} className="tick">
      <span className="tick-box">
        <Icon name="done" />
      </span>
      <span className="tick-text">{children}</span>
    </Checkbox>
  );
}
