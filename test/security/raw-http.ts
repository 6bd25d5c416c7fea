import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { connect } from "node:net";

/** An answer, read whole. */
export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/**
 * One request exactly as written: headers that browsers reserve for themselves go out too.
 * @param ask.body sent as it is; objects are for `sendJson`.
 * @param ask.headersOnly stop reading a good answer after its headers, for streams that do not end.
 */
export function send(
  base: string,
  ask: {
    method?: string;
    path: string;
    headers?: OutgoingHttpHeaders;
    body?: string | Buffer;
    headersOnly?: boolean;
  },
): Promise<RawAnswer> {
  const { method = "GET", path, headers = {}, body, headersOnly = false } = ask;
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    let answered = false;
    const outgoing = request(
      {
        hostname,
        port,
        method,
        path,
        agent: headersOnly ? false : agent,
        headers: { ...length, ...headers },
      },
      (incoming) => {
        answered = true;
        const answer = { status: incoming.statusCode ?? 0, headers: incoming.headers, text: "" };
        if (headersOnly && incoming.statusCode === 200) {
          resolve(answer);
          outgoing.destroy();
          return;
        }
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => resolve({ ...answer, text: Buffer.concat(chunks).toString("utf8") }));
      },
    );
    outgoing.on("error", (error) => {
      if (!answered) reject(error);
    });
    outgoing.end(body);
  });
}

/** A request with a JSON body. */
export function sendJson(
  base: string,
  path: string,
  body: unknown,
  { method = "POST", headers = {} }: { method?: string; headers?: OutgoingHttpHeaders } = {},
): Promise<RawAnswer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return send(base, {
    method,
    path,
    body: text,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** A posted form, as browsers encode it. */
export function sendForm(
  base: string,
  path: string,
  fields: Record<string, string>,
  headers: OutgoingHttpHeaders = {},
): Promise<RawAnswer> {
  return send(base, {
    method: "POST",
    path,
    body: new URLSearchParams(fields).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
}

/** Bytes on a bare connection, for what no HTTP client would send. Answers what came back before it closed. */
export function sendBytes(base: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    const done = () => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString("latin1"));
    };
    const timer = setTimeout(done, 3_000);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      done();
    });
    socket.write(bytes);
  });
}

/** The code of a problem document; empty when the answer is none. */
export function problemCode(answer: RawAnswer): string {
  if (!String(answer.headers["content-type"]).startsWith("application/problem+json")) return "";
  return (JSON.parse(answer.text) as { code: string }).code;
}
