import { open } from "node:fs/promises";
import { type BundleManifest, type BundleVerdict, mostBundleBytes, verifyBundle } from "./bundle-rules.ts";

interface VerifyOptions {
  file: string;
  /** The key that one expects, 64 hex digits. */
  key: string | null;
  json: boolean;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

/**
 * `vigie verify`: whether a bundle is as it was made. Needs neither server nor database, and writes nothing.
 * @returns the exit status: 0 intact, 1 changed or signed with another key, 2 when it could not be looked at.
 */
export async function runVerifyCommand({ file, key, json, stdout, stderr }: VerifyOptions): Promise<number> {
  if (key !== null && !/^[0-9a-f]{64}$/i.test(key)) {
    stderr.write("The key has 64 hexadecimal digits, as /api/v1/keys of the installation shows it.\n");
    return 2;
  }
  const bytes = await readBounded(file);
  if (typeof bytes === "string") {
    stderr.write(`${bytes}\n`);
    return 2;
  }
  const verdict = verifyBundle(bytes, key);
  stdout.write(
    json ? `${JSON.stringify({ ...verdict, keyCompared: key !== null })}\n` : told(verdict, key !== null),
  );
  return verdict.kind === "intact" ? 0 : 1;
}

/** The file, or a sentence that says why it is not read. */
async function readBounded(file: string): Promise<Buffer | string> {
  try {
    const handle = await open(file);
    try {
      const stats = await handle.stat();
      // A pipe or a device has no size to be refused by.
      if (!stats.isFile()) return "This is not a file. Give the path of the .zip file.";
      if (stats.size > mostBundleBytes) return sentences.too_large;
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return `The file cannot be read (${code}). Check its path.`;
  }
}

function told(verdict: BundleVerdict, keyCompared: boolean): string {
  if (verdict.kind === "broken") {
    const sentence = verdict.fault === "file" ? `${verdict.file} ${changed}` : sentences[verdict.fault];
    return `NOT VERIFIED. ${sentence}\n`;
  }
  const { manifest } = verdict;
  return [
    `VERIFIED. ${kinds[manifest.kind]} Nothing was changed since it was signed.`,
    `  made       ${manifest.madeAt}`,
    `  made by    ${printable(manifest.hotline)}`,
    `  key        ${manifest.publicKey}`,
    `  files      ${manifest.files.map(({ name, bytes }) => `${name} (${bytes} bytes)`).join(", ")}`,
    `  checkpoint ${manifest.checkpoint ? `${manifest.checkpoint.number} ${manifest.checkpoint.hash}` : "none"}`,
    keyCompared
      ? "The key is the one you gave."
      : "No key was given to compare: anybody can sign with a key of their own. Compare it with /api/v1/keys of the installation, or use --key.",
    "",
  ].join("\n");
}

const kinds = {
  evidence: "This is evidence kept under a receipt.",
  proof_of_report: "This is a proof of having reported.",
} as const satisfies Record<BundleManifest["kind"], string>;

const changed = "is not the file that was signed.";

const sentences = {
  too_large: "The file is larger than any bundle (64 MB).",
  not_a_bundle:
    "This is not a bundle of Vigie, or its archive is damaged. A bundle that was unpacked and packed again is no longer one: ask for the file as it was downloaded.",
  repacked:
    "The files are as they were signed, and the archive around them is not: it was damaged, or changed. Ask for the file as it was downloaded.",
  names: "Files were added, removed or renamed.",
  manifest: "The list of files (manifest.json) cannot be read.",
  signature: "The signature does not fit the list of files: one of the two was changed.",
  key: "It is intact, and signed with another key than the one you gave.",
} as const;

/** A name from a file, without anything that could act on a terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, " ").slice(0, 200);
}
