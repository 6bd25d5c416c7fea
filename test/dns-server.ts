import { createSocket } from "node:dgram";
import { decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED } from "dns-packet";
import { afterAll } from "vitest";

/** How a name server goes wrong: says nothing, fails, refuses, or sends bytes that are no answer. */
export type DnsFault = "silent" | "servfail" | "refused" | "garbage";

export interface TestDns {
  /** As `VIGIE_DNS_SERVERS` takes it. */
  readonly address: string;
  /** Every question that arrived, `name TYPE`. */
  readonly asked: string[];
  /** Sets what a name answers; TXT records as text, names without a dot at the end. */
  set(name: string, type: "A" | "AAAA" | "CNAME" | "NS" | "PTR" | "TXT", records: readonly string[]): void;
  /** Makes every question about names that end so go wrong. */
  break(ending: string, fault: DnsFault): void;
  /** Forgets records, faults and questions. */
  clear(): void;
}

/** A real name server on loopback for the tests of a file. What it does not know does not exist. */
export async function useDns(): Promise<TestDns> {
  const records = new Map<string, readonly string[]>();
  const names = new Set<string>();
  const faults = new Map<string, DnsFault>();
  const asked: string[] = [];
  const socket = createSocket("udp4");

  /** What a resolver answers: the aliases on the way, then what the last name has. */
  function answersTo(name: string, type: string) {
    const answers = [];
    let current = name;
    for (let step = 0; step < 10; step += 1) {
      const own = records.get(`${current} ${type}`);
      if (own) return [...answers, ...own.map((data) => ({ name: current, type, ttl: 60, data }))];
      const alias = records.get(`${current} CNAME`)?.[0];
      if (alias === undefined) return answers;
      answers.push({ name: current, type: "CNAME", ttl: 60, data: alias });
      current = alias;
    }
    return answers;
  }

  socket.on("message", (bytes, from) => {
    const { id = 0, questions } = decode(bytes);
    const [question] = questions;
    if (!question) return;
    const name = question.name.toLowerCase();
    asked.push(`${name} ${question.type}`);
    const fault = [...faults].find(([ending]) => name.endsWith(ending))?.[1];
    if (fault === "silent") return;
    if (fault === "garbage") {
      // The right number and question, then nothing that can be read.
      const head = encode({ id, type: "response", flags: RECURSION_AVAILABLE, questions });
      head.writeUInt16BE(7, 6);
      socket.send(Buffer.concat([head, Buffer.alloc(9, 0xff)]), from.port, from.address);
      return;
    }
    const answers = fault ? [] : answersTo(name, question.type);
    const code =
      fault === "servfail" ? 2 : fault === "refused" ? 5 : answers.length > 0 || names.has(name) ? 0 : 3;
    const flags = RECURSION_DESIRED | RECURSION_AVAILABLE | code;
    socket.send(encode({ id, type: "response", flags, questions, answers }), from.port, from.address);
  });

  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  afterAll(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    set(name, type, values) {
      names.add(name);
      records.set(`${name} ${type}`, values);
    },
    break: (ending, fault) => void faults.set(ending, fault),
    clear() {
      records.clear();
      names.clear();
      faults.clear();
      asked.length = 0;
    },
  };
}
