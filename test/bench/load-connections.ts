import { connect, type Socket } from "node:net";

interface LoadConnection {
  /** Sends one request and waits for its answer. @returns the status. */
  post(path: string, json: string): Promise<number>;
  close(): void;
}

/** HTTP/1.1 connections that do as little as possible, so that the load leaves the processors to the server. */
export function openLoadConnections(port: number, count: number): Promise<LoadConnection[]> {
  return Promise.all(Array.from({ length: count }, () => openOne(port)));
}

function openOne(port: number): Promise<LoadConnection> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let received = "";
    let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      received += chunk;
      const head = received.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < head + 4 + length) return;
      const status = Number(received.slice(9, 12));
      received = received.slice(head + 4 + length);
      waiting?.resolve(status);
    });
    socket.on("error", (error) => {
      waiting?.reject(error);
      reject(error);
    });
    socket.on("connect", () =>
      resolve({
        post: (path, json) =>
          new Promise((done, failed) => {
            waiting = { resolve: done, reject: failed };
            socket.write(
              `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
            );
          }),
        close: () => socket.destroy(),
      }),
    );
  });
}
