import pg from "pg";
import type { TestProject } from "vitest/node";
import { startTestCluster, type TestCluster } from "../cluster.ts";
import { type MachinePostgres, startMachinePostgres } from "./machine-postgres.ts";

let cluster: TestCluster | undefined;
let machine: MachinePostgres | null = null;

/** A PostgreSQL reached over TCP: the one that is named, else the machine's, else the npm binaries. */
export async function setup(project: TestProject): Promise<void> {
  let whose = "named by VIGIE_TEST_DATABASE_URL";
  if (!process.env["VIGIE_TEST_DATABASE_URL"]) {
    machine = await startMachinePostgres();
    whose = machine ? `of this machine, from ${machine.binaries}` : "from the npm binaries";
    if (machine) process.env["VIGIE_TEST_DATABASE_URL"] = machine.url;
  }
  cluster = await startTestCluster({ tcp: true });
  project.provide("cluster", cluster.access);
  console.log(`PostgreSQL ${await versionOf(cluster)}, ${whose}, over TCP`);
}

export async function teardown(): Promise<void> {
  await cluster?.stop();
  await machine?.stop();
}

async function versionOf({ access: { admin } }: TestCluster): Promise<string> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version ?? "unknown";
  } finally {
    await client.end();
  }
}
