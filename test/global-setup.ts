import type { TestProject } from "vitest/node";
import { type ClusterAccess, startTestCluster, type TestCluster } from "./cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    cluster: ClusterAccess;
  }
}

let cluster: TestCluster | undefined;

/** Runs once before all test files. */
export async function setup(project: TestProject): Promise<void> {
  cluster = await startTestCluster();
  project.provide("cluster", cluster.access);
}

/** Runs once after them. */
export async function teardown(): Promise<void> {
  await cluster?.stop();
}
