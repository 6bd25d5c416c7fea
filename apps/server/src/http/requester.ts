import type { Language, Role } from "@vigie/contract";
import type { SealKeyPair } from "../vault/sealed-box.ts";

/** Whoever is signed in and asks. */
export interface Requester {
  memberId: string;
  name: string;
  role: Role;
  language: Language;
  /** SHA-256 of the session token: the session's identity in the database. */
  sessionHash: Buffer;
  csrf: string;
  unlocked: boolean;
  /**
   * The team key, unwrapped with this session's secret.
   * @throws Refusal `session.locked` when the session was not unlocked.
   */
  teamKey(): Promise<SealKeyPair>;
}
