import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** How the server meets the next message. */
export type Behaviour =
  | "accept"
  | { recipient: 450 | 452 | 550 | 552 }
  | { end: 421 | 451 | 552 | 554 }
  /** It takes its time over the answer to the end. */
  | "slow"
  /** The line breaks in the middle of the message. */
  | "cut_in_the_middle"
  /** The whole message has come, and the line breaks before the answer. */
  | "cut_after_the_end";

export interface TestMailServer {
  url: string;
  port: number;
  /** Whole messages, accepted or cut after their end: all that the server could deliver. */
  received: { raw: string; to: string[]; from: string; mail: Email }[];
  /** Answers to the next messages, in order; then it accepts. */
  next: Behaviour[];
  stop(): Promise<void>;
}

/** A real SMTP server on the loopback, which can behave badly. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const next: Behaviour[] = [];
  const received: TestMailServer["received"] = [];
  let current: Behaviour = "accept";

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onMailFrom(_address, _session, done) {
      current = next.shift() ?? "accept";
      done();
    },
    onRcptTo(_address, _session, done) {
      const code = typeof current === "object" && "recipient" in current ? current.recipient : null;
      done(code ? Object.assign(new Error("no such desk"), { responseCode: code }) : null);
    },
    onData(stream, session, done) {
      const behaviour = current;
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (behaviour === "cut_in_the_middle") cut();
      });
      stream.on("end", async () => {
        if (typeof behaviour === "object" && "end" in behaviour) {
          return done(Object.assign(new Error("not today"), { responseCode: behaviour.end }));
        }
        const raw = Buffer.concat(chunks).toString("latin1");
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          raw,
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          mail: await PostalMime.parse(raw),
        });
        if (behaviour === "cut_after_the_end") return cut();
        if (behaviour === "slow") await sleep(120);
        done(null, "taken");
      });
    },
    ...options,
  });
  server.on("error", () => undefined);

  function cut(): void {
    for (const connection of server.connections) {
      (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
    }
  }

  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `${options.secure ? "smtps" : "smtp"}://127.0.0.1:${port}`,
    port,
    received,
    next,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
