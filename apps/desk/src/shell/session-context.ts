import type { MeView } from "@vigie/contract";
import { createContext, useContext } from "react";

export interface Session {
  me: MeView;
  /** Opens the dialog that asks for the passphrase. */
  askUnlock: () => void;
  lock: () => void;
}

export const SessionContext = createContext<Session | null>(null);

/** The signed-in session. Only inside the shell. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("VIGIE desk: useSession outside the shell.");
  return session;
}
