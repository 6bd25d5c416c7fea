import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { useDatabase } from "../../../../test/database.ts";
import { describeSchema } from "../../../../test/describe-schema.ts";

const database = useDatabase();
const file = new URL("./schema.sql", import.meta.url);

// VIGIE_UPDATE_SCHEMA=1 writes the file anew after a migration was added.
test("schema.sql is what the migrations make", async () => {
  const made = await describeSchema(database.db);
  if (process.env["VIGIE_UPDATE_SCHEMA"]) await writeFile(file, made);
  expect(made).toBe(await readFile(file, "utf8"));
});
