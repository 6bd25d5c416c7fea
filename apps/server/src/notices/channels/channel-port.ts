import type { DeliveryOutcome } from "../../mail/mailer.ts";
import type { Vigie } from "../../vigie.ts";
import type { NoticeRow } from "../notice-outcomes.ts";

/** A notice as it leaves: `body` without the locations that are gone, `locations` those still in it, in its order. */
export interface OutgoingNotice extends NoticeRow {
  /** `text` is an address, or says that the explanation describes the place. */
  locations: readonly { contentId: string; text: string }[];
}

/**
 * How a delivery ended. `accepted`: the recipient has it, with the number it gave. `in_doubt`: the last byte left, no
 * answer came back, and to send it again could make a second notice. In the other two cases it is not there, or may
 * be sent again without harm.
 */
export type ChannelOutcome =
  | { kind: "accepted"; reference: string | null }
  | Exclude<DeliveryOutcome, { kind: "accepted" }>;

/**
 * What can be told, after a crash, about a delivery whose last byte may have left. `may_repeat`: it certainly did not
 * arrive, or arriving twice is one notice to the recipient.
 */
export type ChannelTrace = "delivered" | "may_repeat" | "unknown";

/** One way to a recipient that the machine can go. Its contract is `describeChannel` in `test-channel-contract.ts`. */
export interface ChannelPort {
  /**
   * Hands a notice over, at most once; its id is the idempotency key.
   * @param steps.beforeLastByte awaited when all but the end has left: until it resolves the recipient cannot take the
   * notice. What it throws abandons the delivery, and is thrown on.
   */
  deliver(
    vigie: Vigie,
    notice: OutgoingNotice,
    steps: { beforeLastByte(): Promise<void> },
  ): Promise<ChannelOutcome>;
  traceOf(vigie: Pick<Vigie, "mailer">, notice: Pick<NoticeRow, "message_id">): Promise<ChannelTrace>;
}
