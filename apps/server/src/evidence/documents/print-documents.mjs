// A process of its own: a document that takes too long or too much is ended with it, and the server goes on.
// Reads {"at", "documents": [data]} from standard input, writes the PDFs in base64 as one JSON list.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

// Letters of most of Europe are in the font that comes with the compiler. What is JSON itself is ASCII.
const unsure = /[^\p{ASCII}\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u2068\u2069\u20ac\u25a1]/gu;
/** Different characters that are looked up: more than a newspaper in Chinese has. */
const mostLookedUp = 8_000;
/** Characters shown by their number in one document. The rest are shown by a square, so that a text stays about as long. */
const mostMarks = 2_000;
const placeholder = "\u25a1";

const { at, documents } = JSON.parse(readFileSync(0, "utf8"));
const workspace = fileURLToPath(new URL(".", import.meta.url));
const compiler = NodeCompiler.create({ workspace });
process.stdout.write(
  JSON.stringify(documents.map((data) => print(JSON.stringify(data), layoutOf(data)).toString("base64"))),
);

function layoutOf(data) {
  return data.layout === "letter" ? "letter.typ" : "document.typ";
}

/**
 * PDF/UA allows no character without a drawing: those that the fonts of this machine lack are shown by their number.
 * They are looked up alone and once each, before the text is set: in a long text every one of them costs a search.
 */
function print(data, layout) {
  const lacking = lackingIn(data);
  let marks = 0;
  const mark = (character) => {
    marks += 1;
    return marks > mostMarks ? placeholder : markOf(character);
  };
  const drawn = data.replace(unsure, (character) => (lacking.has(character) ? mark(character) : character));
  try {
    return compile(drawn, layout);
  } catch (error) {
    // Some characters are drawn alone and not with their neighbours.
    const missing = missingIn(String(error));
    if (missing.size === 0) throw error;
  }
  return compile(drawn.replace(unsure, mark), layout);
}

/** Characters that no font of this machine draws, of those that are not surely drawn. */
function lackingIn(data) {
  const asked = [...new Set(data.match(unsure) ?? [])];
  const lacking = new Set(asked.splice(mostLookedUp));
  try {
    pdf(
      compiler.compile({
        mainFilePath: `${workspace}characters.typ`,
        inputs: { data: JSON.stringify(asked) },
      }),
    );
  } catch (error) {
    for (const character of missingIn(String(error))) lacking.add(character);
  }
  return lacking;
}

function compile(data, layout) {
  return pdf(compiler.compile({ mainFilePath: `${workspace}${layout}`, inputs: { data } }));
}

function pdf(compiled) {
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
  return found;
}

function markOf(character) {
  return `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
}
