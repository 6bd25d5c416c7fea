import { lookup } from "node:dns/promises";
import net from "node:net";
import { networkInterfaces } from "node:os";
import tls from "node:tls";
import type { buildConnector } from "undici";
import { type AllowList, isPublicAddress, plainAddress } from "./address-rules.ts";
import type { RefusalReason, UnreachableReason } from "./fetch-outcome.ts";
import { withResolver } from "./name-servers.ts";

/** All addresses of a name, as text. Rejects or answers an empty list when there is none. */
export type Resolve = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>;

/** Opens a TCP connection to one address that has been checked. */
export type Dial = (ip: string, port: number) => net.Socket;

/** Carries the reason of a failed connection through the HTTP client. */
export class ConnectFailure extends Error {
  readonly outcome:
    | { kind: "refused"; reason: RefusalReason }
    | { kind: "unreachable"; reason: UnreachableReason };

  constructor(outcome: ConnectFailure["outcome"]) {
    super(`${outcome.kind}: ${outcome.reason}`);
    this.outcome = outcome;
  }
}

/** Addresses tried for one name before it counts as unreachable. */
const maxAddressesTried = 3;

type GuardedConnectOptions = {
  hostname: string;
  port: number;
  secure: boolean;
  allow: AllowList;
  resolve: Resolve;
  dial: Dial;
  connectTimeoutMs: number;
  /** PEM certificates trusted in place of the built-in ones. */
  trustedRoots: string | undefined;
  signal: AbortSignal;
};

/**
 * The `connect` of one HTTP client: resolves the name once, refuses it when ANY of its addresses is not
 * permitted, and connects to one of exactly those addresses. The name stays in SNI, in the certificate check and
 * in the Host header.
 */
export function guardedConnect(options: GuardedConnectOptions): buildConnector.connector {
  let pinned: Promise<readonly string[]> | null = null;
  return (_target, callback) => {
    // A second connection of the same client goes to the same addresses.
    pinned ??= permittedAddresses(options);
    pinned
      .then((addresses) => openFirst(addresses, options))
      .then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
  };
}

async function permittedAddresses(options: GuardedConnectOptions): Promise<readonly string[]> {
  const { hostname, port, allow } = options;
  const addresses = net.isIP(hostname) ? [hostname] : await resolveName(options);
  if (addresses.length === 0) throw new ConnectFailure({ kind: "unreachable", reason: "dns" });
  const own = ownAddresses();
  // What is checked is what is dialled: one plain spelling.
  const checked = addresses.map((spelling) => {
    const address = plainAddress(spelling);
    const permitted =
      address !== null &&
      ((isPublicAddress(address) && !own.has(address)) || allow.allows(hostname, address, port));
    if (!permitted) throw new ConnectFailure({ kind: "refused", reason: "address" });
    return address;
  });
  // IPv4 first: many servers have no IPv6 route, and every check should not wait for that.
  return checked.sort((a, b) => net.isIP(a) - net.isIP(b)).slice(0, maxAddressesTried);
}

async function resolveName({ hostname, resolve, signal }: GuardedConnectOptions): Promise<readonly string[]> {
  // RFC 7686: a name server must never be asked for these.
  if (/\.(onion|i2p)$/i.test(hostname)) return [];
  try {
    return await abortable(resolve(hostname, signal), signal);
  } catch {
    throw new ConnectFailure({ kind: "unreachable", reason: signal.aborted ? "timeout" : "dns" });
  }
}

/** A firewall often opens to this machine what it closes to the world, so its own public addresses are not public. */
function ownAddresses(): ReadonlySet<string> {
  return new Set(
    Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).map(({ address }) => plainAddress(address) ?? address),
    ),
  );
}

async function openFirst(addresses: readonly string[], options: GuardedConnectOptions): Promise<net.Socket> {
  let failure: unknown;
  for (const address of addresses) {
    try {
      const socket = await openTcp(address, options);
      return options.secure ? await openTls(socket, options) : socket;
    } catch (error) {
      failure = error;
      const isTls = error instanceof ConnectFailure && error.outcome.reason === "tls";
      if (isTls || options.signal.aborted) break;
    }
  }
  throw failure;
}

function openTcp(
  ip: string,
  { port, dial, connectTimeoutMs, signal }: GuardedConnectOptions,
): Promise<net.Socket> {
  return settled(dial(ip, port), "connect", "connect", connectTimeoutMs, signal);
}

function openTls(socket: net.Socket, options: GuardedConnectOptions): Promise<net.Socket> {
  const { hostname, trustedRoots, connectTimeoutMs, signal } = options;
  const name = hostname.replace(/\.$/, "");
  const secure = tls.connect({
    socket,
    host: name,
    ...(net.isIP(name) ? {} : { servername: name }),
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: true,
    ...(trustedRoots === undefined ? {} : { ca: trustedRoots }),
  });
  return settled(secure, "secureConnect", "tls", connectTimeoutMs, signal);
}

function settled(
  socket: net.Socket,
  readyEvent: "connect" | "secureConnect",
  failureReason: "connect" | "tls",
  timeoutMs: number,
  signal: AbortSignal,
): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const fail = (reason: UnreachableReason) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      socket.destroy();
      reject(new ConnectFailure({ kind: "unreachable", reason }));
    };
    const onAbort = () => fail("timeout");
    const timer = setTimeout(() => fail("timeout"), timeoutMs);
    signal.addEventListener("abort", onAbort, { once: true });
    // Stays attached: a socket error after the hand-over is the HTTP client's to report, and must not be unhandled.
    socket.on("error", () => fail(failureReason));
    socket.once("close", () => fail(failureReason));
    socket.once(readyEvent, () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      resolve(socket);
    });
    if (signal.aborted) onAbort();
  });
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error("aborted"));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/**
 * Asks the configured name servers directly, without search domains and without the thread pool that
 * `getaddrinfo` shares with hashing and files. Names of the allow list may also stand in the machine's host table.
 */
export function systemResolve(allow: AllowList, dnsServers: readonly string[]): Resolve {
  return async (hostname, signal) => {
    if (allow.names(hostname)) return (await lookup(hostname, { all: true })).map(({ address }) => address);
    // RFC 6761: these names mean this machine, and no name server is asked.
    if (/(^|\.)localhost\.?$/i.test(hostname)) return ["127.0.0.1"];
    return withResolver({ dnsServers, timeoutMs: 3_000, signal }, async (resolver) => {
      const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
      return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    });
  };
}

/** Plain TCP to an address, with no name look-up left to do. */
export const systemDial: Dial = (ip, port) => {
  if (!net.isIP(ip)) throw new Error("Only a checked address can be dialled.");
  return net.connect({ host: ip, port });
};
