import { chmod, cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import { choosePostgresAccount } from "./postgres-account.ts";
import { findPostgresPackage, preparePostgresBinaries, thisMachine } from "./postgres-binaries.ts";

const isRoot = process.getuid?.() === 0;
const linux = { ...thisMachine(), platform: "linux", arch: "x64", glibc: "2.36" };

let folder: string;
beforeEach(() => {
  folder = makeTemporaryFolder("vigie-binaries-");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([
  ["Windows", { platform: "win32" }, "postgres.unsupported_platform", /WSL/],
  ["a processor without a package", { arch: "riscv64" }, "postgres.unsupported_platform", /linux-riscv64/],
  ["musl", { glibc: undefined }, "postgres.unsupported_libc", /musl .* Debian-based/],
  ["an old glibc", { glibc: "2.17" }, "postgres.unsupported_libc", /2\.17, .* 2\.27/],
] as const)("%s is told what to do instead, DATABASE_URL included", async (_name, difference, code, words) => {
  const attempt = findPostgresPackage({ ...linux, ...difference });
  await expect(attempt).rejects.toMatchObject({ code });
  await expect(attempt).rejects.toThrow(words);
  await expect(attempt).rejects.toThrow(/DATABASE_URL/);
});

test("an installation without its optional packages is told to install them", async () => {
  const resolve = () => {
    throw new Error("not found");
  };
  await expect(findPostgresPackage({ ...linux, resolve })).rejects.toThrow(/npm ci without --omit=optional/);
});

test.skipIf(!isRoot)(
  "binaries that the unprivileged user cannot reach are copied to where it can",
  async () => {
    const installed = await findPostgresPackage();
    const hidden = join(folder, "hidden");
    await mkdir(hidden);
    await cp(installed.native, join(hidden, "native"), { recursive: true });
    await chmod(hidden, 0o700);
    const account = await choosePostgresAccount(join(folder, "postgres", "18"));
    const cacheFolder = join(folder, "cache");
    const options = { installed: { ...installed, native: join(hidden, "native") }, account, cacheFolder };
    await mkdir(join(folder, "postgres"));
    await chmod(join(folder, "postgres"), 0o711);
    await chmod(folder, 0o711);
    const binaries = await preparePostgresBinaries({ ...options, folder: join(folder, "postgres") });
    expect(binaries.postgres.startsWith(cacheFolder)).toBe(true);
    // The second start finds the copy.
    expect((await preparePostgresBinaries({ ...options, folder: join(folder, "postgres") })).postgres).toBe(
      binaries.postgres,
    );
  },
);

test("binaries without the right to be executed are copied, and node_modules stays as it is", async () => {
  const installed = await findPostgresPackage();
  await cp(installed.native, join(folder, "native"), { recursive: true });
  for (const name of ["postgres", "initdb"]) await chmod(join(folder, "native", "bin", name), 0o644);
  await mkdir(join(folder, "postgres"));
  await chmod(folder, 0o711);
  const binaries = await preparePostgresBinaries({
    installed: { ...installed, native: join(folder, "native") },
    folder: join(folder, "postgres"),
    account: undefined,
  });
  expect(binaries.postgres.startsWith(join(folder, "postgres"))).toBe(true);
});
