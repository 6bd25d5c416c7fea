import type { ConnectionOptions } from "node:tls";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { holdLastByte } from "../held-bytes.ts";
import { composeMessage } from "./compose-message.ts";
import { parseMailAddress } from "./mail-address.ts";
import type { DeliveryOutcome, Mailer, MailReadiness } from "./mailer.ts";
import { readSmtpUrl, type SmtpServer } from "./smtp-url.ts";

/** Milliseconds, and the certificates that are trusted beside the usual ones. */
export interface SmtpTuning {
  connectMs?: number;
  /** Silence in the middle of an exchange. */
  silenceMs?: number;
  tls?: Pick<ConnectionOptions, "ca">;
}

// RFC 5321, 4.5.3.2.6: ten minutes for the answer to the end of a message. Less would only make more doubt.
const longestSilence = 600_000;
const longestConnect = 30_000;

/** Mail through a server. One connection per message: notices are few, and each must end clearly. */
export function createSmtpMailer({
  smtpUrl,
  from,
  tuning,
}: {
  smtpUrl: string;
  from: { name: string; address: string };
  tuning: SmtpTuning;
}): Mailer {
  const server = readSmtpUrl(smtpUrl);
  const sender = parseMailAddress(from.address);
  if (sender.kind === "refused") {
    throw new Error(
      "VIGIE_HOTLINE_EMAIL or VIGIE_NEWS_FROM cannot be used as a sender. Give one plain address, e.g. contact@example.org.",
    );
  }
  const open = new Set<SMTPConnection>();
  const helloName = sender.address.slice(sender.address.indexOf("@") + 1);
  const connect = () => {
    const connection = new SMTPConnection(optionsFor(server, tuning, helloName));
    open.add(connection);
    // A later failure of the socket finds a listener: each step below hears it through its own.
    connection.on("error", () => undefined);
    connection.once("end", () => open.delete(connection));
    return connection;
  };

  return {
    kind: "smtp",
    compose: (message) => composeMessage({ name: from.name, address: sender.address }, message),
    deliver: (raw, envelope, steps) =>
      deliver(connect(), server, { from: sender.address, ...envelope }, raw, steps),
    // A server keeps no trace that we could ask for.
    traceOf: async () => "unknown",
    async verify(): Promise<MailReadiness> {
      const connection = connect();
      try {
        await enter(connection, server);
        return { kind: "ready" };
      } catch (error) {
        return { kind: "unusable", why: codeOf(error) };
      } finally {
        leave(connection);
      }
    },
    async close() {
      for (const connection of open) connection.close();
    },
  };
}

async function deliver(
  connection: SMTPConnection,
  server: SmtpServer,
  { from, to }: { from: string; to: string },
  raw: Buffer,
  { beforeLastByte }: { beforeLastByte(): Promise<void> },
): Promise<DeliveryOutcome> {
  const held = holdLastByte(raw, beforeLastByte);
  let outcome: DeliveryOutcome;
  let stage: "entering" | "sending" = "entering";
  try {
    await enter(connection, server);
    stage = "sending";
    const response = await step<{ response: string }>(connection, (done) =>
      connection.send({ from, to: [to], size: raw.length }, held.stream, done),
    );
    // A server that agrees before the end has come has not understood: what it took is not our message.
    outcome = held.released()
      ? { kind: "accepted", response: oneLine(response.response) }
      : { kind: "unreachable", why: "EPROTOCOL" };
    leave(connection);
  } catch (error) {
    outcome = outcomeOf(error, { stage, released: held.released() });
    connection.close();
  }
  held.stream.destroy();
  // The caller's commit may still be on its way: nobody may conclude before it has settled.
  const thrown = await held.settled();
  if (thrown !== undefined) throw thrown;
  return outcome;
}

function outcomeOf(
  error: unknown,
  { stage, released }: { stage: "entering" | "sending"; released: boolean },
): DeliveryOutcome {
  const { responseCode, response } = replyOf(error);
  // A refusal while entering (a wrong password, no TLS) speaks of us and not of the message: it can be mended.
  if (stage === "sending" && responseCode >= 400 && responseCode < 600) {
    return { kind: "refused", permanent: isPermanent(responseCode, response), response: oneLine(response) };
  }
  return released ? { kind: "in_doubt" } : { kind: "unreachable", why: codeOf(error) };
}

/** Connects, upgrades to TLS where it is due, and signs in. */
async function enter(connection: SMTPConnection, server: SmtpServer): Promise<void> {
  await step(connection, (done) => connection.connect((error) => done(error ?? null, undefined)));
  if (server.login) {
    const { login } = server;
    await step(connection, (done) =>
      connection.login({ credentials: login }, (error) => done(error, undefined)),
    );
  }
}

function leave(connection: SMTPConnection): void {
  if (connection.destroyed) return;
  connection.quit();
}

/** One exchange: ends with its callback, or with the connection. */
function step<Result = undefined>(
  connection: SMTPConnection,
  start: (done: (error: Error | null, result?: Result) => void) => void,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    const fail = (error: Error) => finish(() => reject(error));
    // Its own error, where there is one, arrives in the same turn and before this.
    const end = () => setImmediate(() => fail(new Error("the connection ended")));
    const finish = (settle: () => void) => {
      connection.off("error", fail);
      connection.off("end", end);
      settle();
    };
    connection.on("error", fail);
    connection.on("end", end);
    start((error, result) => {
      if (error) fail(error);
      else finish(() => resolve(result as Result));
    });
  });
}

function optionsFor(server: SmtpServer, tuning: SmtpTuning, helloName: string): SMTPConnection.Options {
  const { host, port, secure, starttls } = server;
  const { connectMs = longestConnect, silenceMs = longestSilence, tls } = tuning;
  return {
    host,
    port,
    secure,
    requireTLS: starttls === "required" && !secure,
    ignoreTLS: starttls === "never",
    name: helloName,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    socketTimeout: silenceMs,
    tls: { ...tls, minVersion: "TLSv1.2" },
  };
}

function replyOf(error: unknown): { responseCode: number; response: string } {
  if (!(error instanceof Error)) return { responseCode: 0, response: "" };
  return {
    responseCode: "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : 0,
    response: "response" in error && typeof error.response === "string" ? error.response : "",
  };
}

/** A full mailbox (5.2.2 of RFC 3463, or 552 without such a code) is emptied some day: that is tried again. */
function isPermanent(code: number, response: string): boolean {
  const enhanced = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0];
  const isFull = enhanced === "5.2.2" || (code === 552 && enhanced === undefined);
  return code >= 500 && !isFull;
}

/** A code such as ECONNECTION, ETLS or EAUTH; never the message, which may quote addresses. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "EUNKNOWN";
  if ("originalCode" in error && typeof error.originalCode === "string") return error.originalCode;
  return "code" in error && typeof error.code === "string" ? error.code : "ECONNECTION";
}

const longestResponse = 500;

function oneLine(response: string): string {
  return response
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, longestResponse)
    .toWellFormed();
}
