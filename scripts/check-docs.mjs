// Back-quoted paths in the documents exist; every error code is documented and every documented code exists.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const problems = [];

for (const file of await markdownFiles()) {
  const text = await readFile(file, "utf8");
  const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/") + 1) : "";
  const named = [
    ...[...text.matchAll(/`((?:apps|packages|catalogue|docs|test|scripts|\.ci)\/[\w./-]*[\w/])`/g)].map(
      (match) => match[1],
    ),
    ...[...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((match) => ({ relative: match[1] })),
  ];
  for (const path of named) {
    const full =
      typeof path === "string"
        ? path
        : path.relative.startsWith("/")
          ? path.relative.slice(1)
          : folder + path.relative;
    // What the build writes is not there on a fresh clone.
    if (full.startsWith("apps/server/dist")) continue;
    if (!existsSync(full)) problems.push(`${file} names ${full}, which does not exist`);
  }
}

const registry = await readFile("packages/contract/src/errors.ts", "utf8");
const codes = new Set([...registry.matchAll(/^ {2}"([a-z_]+\.[a-z_]+)": \{/gm)].map((match) => match[1]));
const documented = new Set(
  [...(await readFile("docs/errors.md", "utf8")).matchAll(/^\| `([a-z_]+\.[a-z_]+)`/gm)].map(
    (match) => match[1],
  ),
);
for (const code of codes) if (!documented.has(code)) problems.push(`docs/errors.md lacks ${code}`);
for (const code of documented)
  if (!codes.has(code)) problems.push(`docs/errors.md has ${code}, which no longer exists`);

const words = (await readFile("docs/words.md", "utf8")).toLowerCase();
const slices = (await readdir("apps/server/src", { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
for (const slice of slices)
  if (!words.includes(`\`${slice}/\``)) problems.push(`docs/words.md does not say what \`${slice}/\` is`);
for (const slice of slices)
  if (!existsSync(`apps/server/src/${slice}/README.md`))
    problems.push(`apps/server/src/${slice} has no README.md`);

for (const problem of problems) console.log(problem);
console.log(`${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

async function markdownFiles() {
  const found = [];
  for (const folder of [".", "docs", "apps", "packages", "catalogue", "test"]) {
    const entries = await readdir(folder, { recursive: folder !== ".", withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = `${entry.parentPath}/${entry.name}`.replace(/^\.\//, "");
      if (entry.isFile() && entry.name.endsWith(".md") && !path.includes("node_modules")) found.push(path);
    }
  }
  return [...new Set(found)];
}
