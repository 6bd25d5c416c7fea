// A process of its own: a document that takes too long or too much is ended with it, and the server goes on.
// Reads {"at", "documents": [data]} from standard input, writes the PDFs in base64 as one JSON list.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

const { at, documents } = JSON.parse(readFileSync(0, "utf8"));
const workspace = fileURLToPath(new URL(".", import.meta.url));
const compiler = NodeCompiler.create({ workspace });
process.stdout.write(JSON.stringify(documents.map((data) => print(JSON.stringify(data)).toString("base64"))));

/** PDF/UA allows no character without a drawing: those that the fonts of this machine lack are shown by their number. */
function print(data) {
  for (let turn = 0; turn < 5; turn += 1) {
    try {
      return compile(data);
    } catch (error) {
      const missing = missingIn(String(error));
      if (missing.length === 0) throw error;
      for (const character of missing) data = data.replaceAll(character, markOf(character));
    }
  }
  // Letters of most of Europe are in the font that comes with the compiler. What is JSON itself is ASCII and stays.
  return compile(
    data.replace(
      /[^\p{ASCII}\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u2068\u2069\u20ac]/gu,
      markOf,
    ),
  );
}

function compile(data) {
  const compiled = compiler.compile({ mainFilePath: `${workspace}document.typ`, inputs: { data } });
  if (!compiled.result) throw new Error("the document does not compile");
  return compiler.pdf(compiled.result, { pdfStandard: "ua-1", creationTimestamp: at });
}

function missingIn(message) {
  const found = new Set();
  const reports = message.matchAll(/the text(?: contains the disallowed codepoint)? `\\"(.+?)\\"`/gu);
  for (const [, escaped] of reports) {
    const shown = escaped.replace(/\\+u\{([0-9a-f]+)\}/g, (_, code) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    );
    for (const character of shown) if (character.codePointAt(0) > 0x7e) found.add(character);
  }
  return [...found];
}

function markOf(character) {
  return `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
}
