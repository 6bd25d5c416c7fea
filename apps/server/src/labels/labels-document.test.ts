import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { jwkOf } from "./jws-rules.ts";
import { secondsOf } from "./label-rules.ts";
import { labelBy, revocationsBy, stranger, voucher } from "./test-labels.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const document = readFileSync(`${root}docs/labels.md`, "utf8");

test("the lines that recipients are given accept a label, and refuse another's, a revoked one and a changed one", () => {
  const folder = mkdtempSync(join(tmpdir(), "vigie-label-document-"));
  try {
    const [, code = ""] = /```js\n([\s\S]+?)```/.exec(document) ?? [];
    const put = (name: string, content: object) => {
      writeFileSync(join(folder, name), JSON.stringify(content));
      return join(folder, name);
    };
    const at = new Date();
    const id = randomUUID();
    const jws = labelBy(voucher, { id, from: at });
    const run = (label: string, revoked: readonly string[] = [], key = jwkOf(voucher)) =>
      spawnSync(
        process.execPath,
        [
          "--input-type=module",
          "-",
          put("label.json", { label }),
          put("trusted.json", { key }),
          put("list.json", { revocations: revocationsBy(voucher, revoked, { iat: secondsOf(at) }) }),
        ],
        { cwd: root, encoding: "utf8", input: code },
      );
    expect(run(jws)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("vouched by Ligne d’essai"),
    });
    expect(run(jws, [id])).toMatchObject({ status: 1, stderr: expect.stringContaining("revoked") });
    expect(run(jws, [], jwkOf(stranger)).status).toBe(1);
    expect(run(jws.replace(/..$/, "AA")).status).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
