import { createServer, type RequestListener, type Server } from "node:http";
import net, { type AddressInfo } from "node:net";
import type { Handling } from "@vigie/contract";
import { parseAllowList } from "./address-rules.ts";
import type { Dial, Resolve } from "./guarded-connect.ts";
import { createGuardedFetcher, type GuardedFetcher, type GuardedFetcherOptions } from "./guarded-fetcher.ts";

/** A public address that the tests play: the dial below leads it to a server on loopback. */
export const playedPublicIp = "93.184.216.34";

/** A service of this machine that nothing may reach. It counts connections, not requests. */
export async function startCanary(): Promise<{ port: number; hits(): number; close(): Promise<void> }> {
  let hits = 0;
  const listen = async (host: string, port: number) => {
    const server = createServer((_request, response) => response.end("canary"));
    server.on("connection", () => {
      hits += 1;
    });
    return listening(server, host, port);
  };
  const first = await listen("127.0.0.1", 0);
  const port = (first.address() as AddressInfo).port;
  const servers = [first];
  // The IPv6 loopback is missing on some machines; then there is nothing there to hit.
  const second = await listen("::1", port).catch(() => null);
  if (second) servers.push(second);
  return {
    port,
    hits: () => hits,
    close: async () => {
      await Promise.all(servers.map(closed));
    },
  };
}

/** A host of the played internet, on loopback. */
export async function startHost(answer: RequestListener): Promise<{ port: number; close(): Promise<void> }> {
  const server = await listening(createServer({ maxHeaderSize: 1_048_576 }, answer), "127.0.0.1", 0);
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

/** A host that speaks whatever bytes it likes. */
export async function startRawHost(
  talk: (socket: net.Socket) => void,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/**
 * Leads the played public address to a port of loopback, and every other address where it says: an address that
 * slips through the guard really reaches the canary.
 */
export function playedDial(publicPort: number): { dial: Dial; dialled: string[] } {
  const dialled: string[] = [];
  return {
    dialled,
    dial: (ip, port) => {
      dialled.push(ip);
      if (ip === playedPublicIp) return net.connect({ host: "127.0.0.1", port: publicPort });
      if (!/^(127\.|::1$|::ffff:)/.test(ip)) throw new Error(`The guard let ${ip} through.`);
      return net.connect({ host: ip, port });
    },
  };
}

/** A fetcher for contents whose id is their address. */
export function testFetcher(
  options: Partial<GuardedFetcherOptions> & { handling?: Handling; resolve: Resolve },
): GuardedFetcher {
  const { handling = "normal", ...rest } = options;
  return createGuardedFetcher({
    handlingOf: async (contentId) => ({ handling, url: contentId }),
    forbiddenUrl: async () => false,
    allow: parseAllowList(""),
    userAgent: "test",
    ...rest,
  });
}

async function listening(server: Server, host: string, port: number): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return server;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
}
