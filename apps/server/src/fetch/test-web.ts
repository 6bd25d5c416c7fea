import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
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

/** A certificate for one name, signed by its own key (X.509 v3, DER by hand), so that no key lies in the repository. */
export function selfSigned(name: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const algorithm = der(0x30, der(0x06, Buffer.from([0x2b, 0x65, 0x70])));
  const commonName = der(0x30, der(0x06, Buffer.from([0x55, 0x04, 0x03])), der(0x0c, Buffer.from(name)));
  const subject = der(0x30, der(0x31, commonName));
  const validity = der(
    0x30,
    der(0x17, Buffer.from("200101000000Z")),
    der(0x17, Buffer.from("491231235959Z")),
  );
  const altNames = der(0x30, der(0x82, Buffer.from(name)));
  const extension = der(0x30, der(0x06, Buffer.from([0x55, 0x1d, 0x11])), der(0x04, altNames));
  const certified = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    subject,
    validity,
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(0x30, extension)),
  );
  const signature = der(
    0x03,
    Buffer.concat([Buffer.from([0]), sign(null, certified, privateKey as KeyObject)]),
  );
  const base64 = der(0x30, certified, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 128
      ? [content.length]
      : content.length < 256
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
