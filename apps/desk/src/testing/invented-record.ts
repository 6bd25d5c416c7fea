import type { NotifierRecordView } from "@vigie/contract";

type Row = NotifierRecordView["rows"][number];
type Hours = Row["hoursToDecide"];

const row = (
  [provider, name]: readonly [string, string],
  ground: string,
  [channel, channelId]: readonly [Row["channel"], string | null],
  [acknowledged, acted, refused, undecided, failed, removed]: readonly [
    number,
    number,
    number,
    number,
    number,
    number,
  ],
  [hoursToAcknowledge, hoursToDecide, hoursToRemoval]: readonly [Hours, Hours, Hours],
): Row => ({
  provider,
  name,
  ground,
  channel,
  channelId,
  sent: acted + refused + undecided + failed,
  acknowledged,
  acted,
  refused,
  undecided,
  failed,
  removed,
  precision: acted + refused === 0 ? null : acted / (acted + refused),
  hoursToAcknowledge,
  hoursToDecide,
  hoursToRemoval,
});

const quais = ["quais", "Forum des Quais"] as const;
const nord = ["hebergeur-du-nord.example", "Hébergeur du Nord"] as const;
const partage = ["partage", "Partage"] as const;
const loin = ["mail.loin.example", "mail.loin.example"] as const;
const formula = ["=cmd.example", "=cmd.example"] as const;

/** A record with many decisions, with few, with none, and with a name that a spreadsheet would take for a formula. */
export function inventedRecord(): NotifierRecordView {
  return {
    rows: [
      row(
        quais,
        "hate-incitement",
        ["email", null],
        [58, 51, 4, 7, 2, 49],
        [
          { median: 0.4, p90: 3.1 },
          { median: 9.2, p90: 41.5 },
          { median: 11.6, p90: 52 },
        ],
      ),
      row(
        partage,
        "ncii",
        ["web_form", "partage.form.1"],
        [31, 26, 1, 9, 0, 27],
        [
          { median: 0.1, p90: 0.6 },
          { median: 5.5, p90: 26.4 },
          { median: 6.1, p90: 30.2 },
        ],
      ),
      row(
        nord,
        "hate-incitement",
        ["email", null],
        [11, 3, 9, 14, 1, 4],
        [
          { median: 22.5, p90: 96 },
          { median: 141, p90: 402 },
          { median: 150.5, p90: 410 },
        ],
      ),
      row(
        quais,
        "death-threat",
        ["web_form", "quais.form.1"],
        [3, 2, 1, 1, 0, 2],
        [
          { median: 1.5, p90: 2 },
          { median: 14, p90: 30 },
          { median: 16, p90: 31 },
        ],
      ),
      row(
        nord,
        "ncii",
        ["post", null],
        [1, 0, 1, 2, 0, 0],
        [{ median: 190, p90: 190 }, { median: 430, p90: 430 }, null],
      ),
      row(loin, "phishing", ["email", null], [0, 0, 0, 3, 5, 0], [null, null, null]),
      row(
        formula,
        "phishing",
        ["api", null],
        [1, 1, 0, 0, 0, 1],
        [
          { median: 0.02, p90: 0.02 },
          { median: 0.02, p90: 0.02 },
          { median: 0.5, p90: 0.5 },
        ],
      ),
    ],
  };
}
