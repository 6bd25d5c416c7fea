import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer } from "smtp-server";

export interface MailCounter {
  port: number;
  url: string;
  /** How many times a whole message came, its final dot included, per Message-ID without brackets. */
  received: ReadonlyMap<string, number>;
  /** From now on no recipient is answered, until `release`. */
  hold(): void;
  /** How many deliveries wait for that answer. */
  held(): number;
  release(): void;
  stop(): Promise<void>;
}

/**
 * A real SMTP server on the loopback that counts whole messages.
 * @param options.port where it listens; any free port when absent.
 * @param options.slowMs each step is answered after a random wait up to this long, so that kills fall inside.
 */
export async function startMailCounter(
  options: { port?: number; slowMs?: number } = {},
): Promise<MailCounter> {
  const { port = 0, slowMs = 0 } = options;
  const received = new Map<string, number>();
  const waiting: (() => void)[] = [];
  let holding = false;
  const pause = () => sleep(Math.random() * slowMs);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onRcptTo(_address, _session, done) {
      if (holding) waiting.push(done);
      else void pause().then(() => done());
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const text = Buffer.concat(chunks).toString("latin1");
        const id = /^message-id:\s*<([^>]+)>/im.exec(text)?.[1] ?? "(none)";
        received.set(id, (received.get(id) ?? 0) + 1);
        void pause().then(() => done(null, "taken"));
      });
    },
  });
  // A sender that is killed breaks its connection.
  server.on("error", () => undefined);
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address() as AddressInfo;
  return {
    port: address.port,
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    hold() {
      holding = true;
    },
    held: () => waiting.length,
    release() {
      holding = false;
      for (const done of waiting.splice(0)) done();
    },
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
