import { Refusal } from "@vigie/contract";
import { ZodError } from "zod";
import type { Vigie } from "../vigie.ts";
import { carryLabel } from "./carry-label.ts";
import { issueLabel } from "./issue-label.ts";
import { jwkOf, thumbprintOf } from "./jws-rules.ts";
import { jwsIn, LabelFileError, readKeyFile, readLabelFile } from "./label-files.ts";
import type { RevocationReason } from "./label-rules.ts";
import { listLabels } from "./list-labels.ts";
import { ownLabel } from "./own-label.ts";
import { revokeLabel } from "./revoke-label.ts";

/** What `vigie label` does with the database, beside a running server or without one. */
export type LabelAction =
  | {
      action: "issue";
      for: { key: string; name: string; country: string; areas: string[]; days: number } | null;
    }
  | { action: "carry"; file: string; trust: string }
  | { action: "revoke"; id: string; why: RevocationReason }
  | { action: "list" };

interface Streams {
  json: boolean;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

/** @returns the exit status: 0 done, 1 refused, 2 when a file or an option cannot be used. */
export async function runLabelCommand(
  vigie: Vigie,
  asked: LabelAction,
  streams: Streams,
): Promise<0 | 1 | 2> {
  try {
    return await actions[asked.action](vigie, asked as never, streams);
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    streams.stderr.write(`${sentence}\n`);
    return error instanceof Refusal ? 1 : 2;
  }
}

type Run<Action> = (
  vigie: Vigie,
  asked: Extract<LabelAction, { action: Action }>,
  streams: Streams,
) => Promise<0 | 1>;

const actions: { [Action in LabelAction["action"]]: Run<Action> } = {
  async issue(vigie, { for: another }, { json, stdout, stderr }) {
    const made = another ? await vouch(vigie, another) : await ownLabel(vigie);
    stdout.write(`${json ? JSON.stringify(made) : made.jws}\n`);
    if (!json) stderr.write(`Valid until ${made.expiresAt.toISOString().slice(0, 10)}.\n`);
    return 0;
  },

  async carry(vigie, { file, trust }, { json, stdout, stderr }) {
    const jws = jwsIn(await readLabelFile(file), "label");
    const outcome = await carryLabel(vigie, { jws, issuer: await readKeyFile(trust) });
    if (json) stdout.write(`${JSON.stringify(outcome)}\n`);
    if (outcome.kind === "refused") {
      stderr.write(
        outcome.code === "not_ours"
          ? "This label is for another key. Give its issuer /.well-known/vigie-label.json of this installation.\n"
          : `Refused (${outcome.code}). \`vigie label verify\` says more.\n`,
      );
      return 1;
    }
    const { iss, exp } = outcome.claims;
    const until = new Date(exp * 1000).toISOString().slice(0, 10);
    if (!json) stdout.write(`Notices now carry the label that ${iss.name} issued, until ${until}.\n`);
    return 0;
  },

  async revoke(vigie, { id, why }, { json, stdout }) {
    const { revokedAt } = await revokeLabel(vigie, { id, why });
    stdout.write(
      json
        ? `${JSON.stringify({ id, revokedAt })}\n`
        : `Revoked at ${revokedAt.toISOString()}. Readers of our list refuse it from now on; older copies of the list count for a day at most.\n`,
    );
    return 0;
  },

  async list(vigie, _, { json, stdout }) {
    const labels = await listLabels(vigie);
    const publicKey = jwkOf(vigie.keys.labels);
    if (json) {
      stdout.write(`${JSON.stringify({ publicKey, labels })}\n`);
      return 0;
    }
    stdout.write(`our key  ${thumbprintOf(publicKey)}\n`);
    const now = vigie.clock.now();
    for (const { id, own, name, issuer, expiresAt, revokedAt, why } of labels) {
      const until = expiresAt.toISOString().slice(0, 10);
      const state = revokedAt ? `revoked (${why})` : expiresAt <= now ? "expired" : "valid";
      stdout.write(
        `${id}  ${own ? "ours  " : "vouched"}  until ${until}  ${state}  ${name}, issued by ${issuer}\n`,
      );
    }
    return 0;
  },
};

async function vouch(vigie: Vigie, request: NonNullable<Extract<LabelAction, { action: "issue" }>["for"]>) {
  const key = await readKeyFile(request.key);
  return vigie.db.transaction().execute((trx) => issueLabel({ ...vigie, db: trx }, { ...request, key }));
}

function sentenceOf(error: unknown): string | undefined {
  if (error instanceof LabelFileError) return error.message;
  if (error instanceof Refusal) return "No label of this number was issued here. See `vigie label list`.";
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return `A label cannot say this (${issue?.path.join(".") || "validity"}): ${issue?.message}.`;
  }
  return undefined;
}
