import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** How the interface meets the next post. */
export type Mood =
  | "takes"
  | "refuses_for_good"
  | "refuses_for_now"
  | "breaks_before_the_end"
  | "loses_its_answer";

export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface TestInterface {
  url: string;
  /** Whole requests, whether or not they were answered. */
  asked: Asked[];
  /** For the next posts, in order; then it takes. */
  next: Mood[];
  stop(): Promise<void>;
}

/**
 * An interface on loopback that can behave badly.
 * @param answer what it says to a whole request that it takes.
 * @param isMoody whether a request is met by the next mood; all posts unless told.
 */
export async function startInterface(
  answer: (asked: Asked) => { status: number; body: unknown },
  isMoody: (path: string) => boolean = () => true,
): Promise<TestInterface> {
  const asked: Asked[] = [];
  const next: Mood[] = [];
  const server = createServer((request, response) => {
    const { method = "", url: path = "", headers } = request;
    const mood = (method === "POST" && isMoody(path) && next.shift()) || "takes";
    const chunks: Buffer[] = [];
    request.on("error", () => undefined);
    request.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (mood === "breaks_before_the_end") request.socket.destroy();
    });
    request.on("end", () => {
      const whole = { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
      const say = (status: number, body: unknown) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      if (mood === "refuses_for_good") return say(403, { title: "not\u202e here" });
      if (mood === "refuses_for_now") return say(503, { title: "later" });
      asked.push(whole);
      const { status, body } = answer(whole);
      if (mood === "loses_its_answer") request.socket.destroy();
      else say(status, body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    next,
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => stopped());
      }),
  };
}

/** An address on loopback where nobody listens. */
export async function nobodyThere(): Promise<string> {
  const gone = await startInterface(() => ({ status: 200, body: {} }));
  await gone.stop();
  return gone.url;
}
