import { access, constants, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder, writeDurably } from "../write-durably.ts";
import { composeMessage } from "./compose-message.ts";
import type { Mailer } from "./mailer.ts";

const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9.-]+$/;

/**
 * Mail as files, for an installation without a server: `<dataDir>/outbox/<message-id>.eml`.
 * The name is the identity: a message is written beside its place, made durable, and then appears there whole, at
 * most once however often it is tried. What a crash left can be told from the names.
 */
export function createFileMailer({
  dataDir,
  from,
}: {
  dataDir: string;
  from: { name: string; address: string };
}): Mailer {
  const outbox = join(dataDir, "outbox");
  const pathsOf = (messageId: string) => {
    if (!fileName.test(messageId)) throw new Error("a message id must be <letters and digits>@<domain>");
    return { whole: join(outbox, `${messageId}.eml`), part: join(outbox, `${messageId}.eml.part`) };
  };

  return {
    kind: "files",
    compose: (message) => composeMessage(from, message),
    async deliver(raw, { messageId }, { beforeLastByte }) {
      const { whole, part } = pathsOf(messageId);
      try {
        await mkdir(outbox, { recursive: true, mode: 0o700 });
        await writeDurably(part, raw, "w");
      } catch (error) {
        return { kind: "unreachable", why: codeOf(error) };
      }
      await beforeLastByte();
      await rename(part, whole);
      await syncFolder(outbox);
      return { kind: "accepted", response: "written to the outbox" };
    },
    async traceOf(messageId) {
      const { whole, part } = pathsOf(messageId);
      if (await exists(whole)) return "delivered";
      // Neither: somebody took the file away, or the message had left by a server.
      return (await exists(part)) ? "not_delivered" : "unknown";
    },
    async verify() {
      try {
        await mkdir(outbox, { recursive: true, mode: 0o700 });
        await access(outbox, constants.W_OK);
        return { kind: "ready" };
      } catch (error) {
        return { kind: "unusable", why: codeOf(error) };
      }
    },
    async close() {},
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "EUNKNOWN";
}
