import type { Language } from "@vigie/contract";
import type { BundleManifest } from "./bundle-rules.ts";

/** The page of text that explains a bundle to whoever receives it. */
export function bundleReadme(facts: {
  language: Language;
  kind: BundleManifest["kind"];
  /** Whether the PDF files are in it. */
  isPrinted: boolean;
  hotline: { name: string; email: string };
  publicKey: string;
}): string {
  const { language, kind, isPrinted, hotline, publicKey } = facts;
  const { files, unprinted, verify, [kind]: about } = texts[language];
  return [
    about.first,
    isPrinted ? about.printed : unprinted,
    `${about.data}${files}`,
    about.last,
    verify({ name: oneLine(hotline.name), email: hotline.email, publicKey }),
  ].join("\n");
}

interface Signed {
  name: string;
  email: string;
  publicKey: string;
}

const texts = {
  fr: {
    evidence: {
      first: "Ce dossier contient ce qu'une personne a gardé sous le reçu d'un signalement.\n",
      printed: `timeline.pdf    les faits dans l'ordre du temps, et ce qui a été fait
complaint.pdf   un projet de plainte, à compléter à la main`,
      data: "timeline.json   les mêmes faits pour un logiciel, chaque texte entier\n",
      last: `Il ne contient ni le nom de la personne, ni son reçu, ni aucune image.
Les textes sont ceux de la personne : personne ne les a vérifiés.
`,
    },
    proof_of_report: {
      first: "Ce dossier atteste qu'un signalement a été reçu.\n",
      printed: "proof.pdf       l'attestation",
      data: "proof.json      la même attestation pour un logiciel\n",
      last: "Il ne dit ni ce qui a été signalé, ni par qui, et ne contient pas le reçu.\n",
    },
    unprinted: `Les fichiers PDF manquent : ils n'ont pas pu être préparés à ce moment-là.
Tout ce qu'ils auraient dit est dans le fichier .json.
`,
    files: `manifest.json   la liste des fichiers, avec l'empreinte SHA-256 de chacun
manifest.sig    la signature Ed25519 de cette liste
`,
    verify: ({ name, email, publicKey }: Signed) => `La clé qui a signé : ${publicKey}
C'est celle de ${name} (${email}).
Demandez-la-lui par un autre chemin, ou lisez-la sur son site à l'adresse
/api/v1/keys : une clé recopiée d'ici ne prouve pas qui a signé.

Vérifier, avec le logiciel. Demandez à ${name} l'adresse du projet
dont il se sert, et prenez-en une copie. N'installez pas un paquet qui
porterait le même nom : il viendrait de quelqu'un d'autre. Dans la copie,
« npm ci » une fois, puis sans connexion :

  node apps/server/bin/vigie.mjs verify documents.zip \\
    --key ${publicKey}

Le fichier .zip reste tel quel : décompressé puis recompressé, il ne se
vérifie plus ainsi.

Vérifier à la main, sans ce logiciel. L'empreinte de chaque fichier doit
être celle que donne manifest.json :

  unzip documents.zip -d documents && cd documents
  sha256sum *

La signature porte sur les mots « vigie bundle 1 », un octet nul, puis
manifest.json tel quel. Avec OpenSSL 3 :

${signatureCommands(publicKey)}`,
  },
  en: {
    evidence: {
      first: "This bundle holds what a person kept under the receipt of a report.\n",
      printed: `timeline.pdf    the facts in order of time, and what has been done
complaint.pdf   a draft complaint, to be completed by hand`,
      data: "timeline.json   the same facts for a program, every text whole\n",
      last: `It holds neither the person's name, nor their receipt, nor any picture.
The texts are the person's: nobody has checked them.
`,
    },
    proof_of_report: {
      first: "This bundle proves that a report was received.\n",
      printed: "proof.pdf       the proof",
      data: "proof.json      the same proof for a program\n",
      last: "It says neither what was reported nor by whom, and does not hold the receipt.\n",
    },
    unprinted: `The PDF files are missing: they could not be made at that moment.
All that they would have said is in the .json file.
`,
    files: `manifest.json   the list of files, with the SHA-256 hash of each
manifest.sig    the Ed25519 signature of that list
`,
    verify: ({ name, email, publicKey }: Signed) => `The key that signed: ${publicKey}
It is that of ${name} (${email}).
Ask for it by another way, or read it on their site at /api/v1/keys: a key
copied from here does not prove who signed.

To verify with the software. Ask ${name} for the address of the
project they use, and take a copy of it. Do not install a package that has
the same name: it would come from somebody else. In the copy, "npm ci" once,
then offline:

  node apps/server/bin/vigie.mjs verify documents.zip \\
    --key ${publicKey}

Keep the .zip file as it is: unpacked and packed again, it no longer verifies
this way.

To verify by hand, without that software. The hash of each file must be the
one that manifest.json gives:

  unzip documents.zip -d documents && cd documents
  sha256sum *

The signature is over the words "vigie bundle 1", a NUL byte, then
manifest.json as it is. With OpenSSL 3:

${signatureCommands(publicKey)}`,
  },
} satisfies Record<Language, unknown>;

function oneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, " ").trim();
}

/** Before the key stands what makes it a public key in DER (RFC 8410, section 4). */
function signatureCommands(publicKey: string): string {
  return `  (printf 'vigie bundle 1\\0'; cat manifest.json) > signed.bin
  printf '302a300506032b6570032100%s' \\
    ${publicKey} | xxd -r -p > key.der
  xxd -r -p manifest.sig > sig.bin
  openssl pkeyutl -verify -pubin -keyform DER -inkey key.der \\
    -rawin -in signed.bin -sigfile sig.bin
`;
}
