import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

export interface TestRdap {
  readonly url: string;
  /** Folder of the bootstrap files, as `VIGIE_RDAP_BOOTSTRAP` takes it. */
  readonly bootstrap: string;
  /** Every request that arrived. */
  readonly requests: { path: string; headers: IncomingMessage["headers"] }[];
  /** What a path answers: an object as JSON, or whatever the function does. */
  answer(path: string, what: object | RequestListener): void;
  /** Bootstrap files that lead `example` and the played addresses here, and nothing else. */
  clear(): void;
}

/** A registry on loopback for the tests of a file, with its bootstrap files. */
export async function useRdap(): Promise<TestRdap> {
  const answers = new Map<string, object | RequestListener>();
  const requests: TestRdap["requests"] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push({ path, headers: request.headers });
    const what = answers.get(path);
    if (typeof what === "function")
      (what as RequestListener)(
        request,
        response as ServerResponse<IncomingMessage> & { req: IncomingMessage },
      );
    else if (what)
      response.writeHead(200, { "content-type": "application/rdap+json" }).end(JSON.stringify(what));
    else response.writeHead(404, { "content-type": "application/rdap+json" }).end('{"errorCode":404}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = (entries: string[]) => ({ version: "1.0", services: [[entries, [`${url}/registry/`]]] });
  const clear = () => {
    answers.clear();
    requests.length = 0;
    answers.set("/rdap/dns.json", file(["example"]));
    answers.set("/rdap/ipv4.json", file(["93.184.0.0/16"]));
    answers.set("/rdap/ipv6.json", file(["2606:2800::/32"]));
  };
  clear();
  return {
    url,
    bootstrap: `${url}/rdap/`,
    requests,
    answer: (path, what) => void answers.set(path, what),
    clear,
  };
}

/** An entity as registries write it. */
export function entity(
  roles: string[],
  { name, email, entities = [] }: { name?: string; email?: string; entities?: object[] },
): object {
  return {
    objectClassName: "entity",
    roles,
    vcardArray: [
      "vcard",
      [
        ["version", {}, "text", "4.0"],
        ...(name ? [["fn", {}, "text", name]] : []),
        ...(email ? [["email", { type: "work" }, "text", email]] : []),
      ],
    ],
    entities,
  };
}
