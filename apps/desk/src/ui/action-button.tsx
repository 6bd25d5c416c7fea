import type { ReactNode, Ref } from "react";
import { Button, type ButtonProps } from "react-aria-components";
import type { KeyAction } from "../keys/key-map.ts";
import { keyOf } from "../keys/key-map.ts";
import { KeyHint } from "./key-hint.tsx";

interface ActionButtonProps extends Omit<ButtonProps, "children" | "className"> {
  children: ReactNode;
  /** `main`: the one thing to do here. `danger`: cannot be undone. `bare`: inside a line of text or a header. */
  look?: "main" | "plain" | "bare" | "danger";
  small?: boolean;
  /** Shows the key that does the same. */
  keyAction?: KeyAction;
  ref?: Ref<HTMLButtonElement>;
}

export function ActionButton({ children, look = "plain", small, keyAction, ...rest }: ActionButtonProps) {
  const key = keyAction === undefined ? null : keyOf(keyAction);
  return (
    <Button {...rest} className={`button button-${look}${small ? " button-small" : ""}`}>
      {children}
      {key !== null && <KeyHint keys={key} />}
    </Button>
  );
}
