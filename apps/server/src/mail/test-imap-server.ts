import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";

export interface ScriptedImap {
  readonly url: string;
  /** Commands it was given, without their tags and without passwords. */
  readonly commands: string[];
  stop(): Promise<void>;
}

/**
 * An IMAP server on loopback that says what a test wants.
 * @param script what it answers to a command, untagged lines included; null ends the connection, undefined leaves the
 * right answer to it.
 * @param options.tls speaks TLS from the first byte.
 */
export async function startScriptedImap(
  script: (command: string, tag: string) => string | null | undefined,
  { tls }: { tls?: { key: string; cert: string } } = {},
): Promise<ScriptedImap> {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const converse = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write("* OK ready\r\n");
    let unread = "";
    socket.on("data", (chunk) => {
      unread += chunk.toString("latin1");
      for (let end = unread.indexOf("\r\n"); end !== -1; end = unread.indexOf("\r\n")) {
        const [tag = "", ...rest] = unread.slice(0, end).split(" ");
        unread = unread.slice(end + 2);
        const command = rest.join(" ");
        commands.push(command.replace(/^LOGIN .*/, "LOGIN"));
        const said = script(command, tag);
        const answer = said === undefined ? rightAnswer(command, tag) : said;
        if (answer === null) socket.destroy();
        else socket.write(answer, "latin1");
      }
    });
  };
  const server: Server = tls ? createTlsServer(tls, converse) : createServer(converse);
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? "imaps" : "imap"}://user:secret@127.0.0.1:${port}/INBOX`,
    commands,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function rightAnswer(command: string, tag: string): string {
  if (/^CAPABILITY/.test(command)) return `* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`;
  if (/^EXAMINE/.test(command)) {
    return `* 3 EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4] ok\r\n${tag} OK [READ-ONLY] done\r\n`;
  }
  if (/^LIST|^LSUB/.test(command)) return `* LIST () "/" INBOX\r\n${tag} OK done\r\n`;
  return `${tag} OK done\r\n`;
}
