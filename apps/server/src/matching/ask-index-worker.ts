import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type TransferListItem, Worker } from "node:worker_threads";
import type { IndexAnswer, IndexOrder } from "./index-orders.ts";

/** The thread's program is built: beside the built files, and in their folder for the sources. */
const program = ["./index-worker.js", "../../dist/index-worker.js"]
  .map((place) => fileURLToPath(new URL(place, import.meta.url)))
  .find((place) => existsSync(place));

/** Without anything to do the thread ends, in milliseconds. */
const idleMs = 10_000;

interface Waiting {
  resolve(answer: IndexAnswer): void;
  reject(error: Error): void;
}

let running: { worker: Worker; waiting: Waiting[]; idle: NodeJS.Timeout } | null = null;

/**
 * Has something done in a thread of its own, which answers in the order asked.
 * @param handedOver buffers of the order that are not used here any more.
 * @throws Error what the thread threw; it is started anew for the next order.
 */
export function askIndexWorker<Order extends IndexOrder>(
  order: Order,
  handedOver: readonly TransferListItem[] = [],
): Promise<IndexAnswer<Order>> {
  return new Promise((resolve, reject) => {
    const { worker, waiting, idle } = running ?? start();
    waiting.push({ resolve: (answer) => resolve(answer as IndexAnswer<Order>), reject });
    idle.refresh();
    worker.ref();
    worker.postMessage(order, handedOver);
  });
}

function start(): NonNullable<typeof running> {
  if (!program) throw new Error("dist/index-worker.js is missing. Run: npm run build");
  // Nothing of the server's settings is there to be read.
  const worker = new Worker(program, { env: {}, execArgv: [] });
  const waiting: Waiting[] = [];
  const end = (error: Error) => {
    clearTimeout(idle);
    if (running === started) running = null;
    for (const one of waiting.splice(0)) one.reject(error);
  };
  const idle = setTimeout(() => {
    if (waiting.length > 0) {
      idle.refresh();
      return;
    }
    running = null;
    void worker.terminate();
  }, idleMs).unref();
  const started = { worker, waiting, idle };
  worker
    .on("message", (answer: IndexAnswer) => {
      waiting.shift()?.resolve(answer);
      idle.refresh();
      // A process that has nothing else to do ends.
      if (waiting.length === 0) worker.unref();
    })
    .on("error", end)
    .on("exit", () => end(new Error("the thread of the index ended")));
  running = started;
  return started;
}
