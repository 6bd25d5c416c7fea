import type { Language } from "@vigie/contract";
import type { BundleManifest } from "./bundle-rules.ts";

/** The page of text that explains a bundle to whoever receives it. */
export function bundleReadme(facts: {
  language: Language;
  kind: BundleManifest["kind"];
  hotline: { name: string; email: string };
  publicKey: string;
}): string {
  const { language, kind, hotline, publicKey } = facts;
  return `${texts[language][kind]}\n${texts[language].verify({ name: oneLine(hotline.name), email: hotline.email, publicKey })}`;
}

interface Signed {
  name: string;
  email: string;
  publicKey: string;
}

const texts = {
  fr: {
    evidence: `Ce dossier contient ce qu'une personne a gardé sous le reçu d'un signalement.

timeline.pdf    les faits dans l'ordre du temps, et ce qui a été fait
complaint.pdf   un projet de plainte, à compléter à la main
timeline.json   les mêmes faits pour un logiciel, chaque texte entier
manifest.json   la liste des fichiers, avec l'empreinte SHA-256 de chacun
manifest.sig    la signature Ed25519 de cette liste

Il ne contient ni le nom de la personne, ni son reçu, ni aucune image.
Les textes sont ceux de la personne : personne ne les a vérifiés.
`,
    proof_of_report: `Ce dossier atteste qu'un signalement a été reçu.

proof.pdf       l'attestation
proof.json      la même attestation pour un logiciel
manifest.json   la liste des fichiers, avec l'empreinte SHA-256 de chacun
manifest.sig    la signature Ed25519 de cette liste

Il ne dit ni ce qui a été signalé, ni par qui, et ne contient pas le reçu.
`,
    verify: ({ name, email, publicKey }: Signed) => `Vérifier, sans connexion :

  npx vigie verify documents.zip --key ${publicKey}

La clé est celle de ${name} (${email}).
Demandez-la-lui par un autre chemin, ou lisez-la sur son site à l'adresse
/api/v1/keys : une clé recopiée d'ici ne prouve pas qui a signé.
Gardez le fichier .zip tel quel : décompressé puis recompressé, il ne se
vérifie plus.
`,
  },
  en: {
    evidence: `This bundle holds what a person kept under the receipt of a report.

timeline.pdf    the facts in order of time, and what has been done
complaint.pdf   a draft complaint, to be completed by hand
timeline.json   the same facts for a program, every text whole
manifest.json   the list of files, with the SHA-256 hash of each
manifest.sig    the Ed25519 signature of that list

It holds neither the person's name, nor their receipt, nor any picture.
The texts are the person's: nobody has checked them.
`,
    proof_of_report: `This bundle proves that a report was received.

proof.pdf       the proof
proof.json      the same proof for a program
manifest.json   the list of files, with the SHA-256 hash of each
manifest.sig    the Ed25519 signature of that list

It says neither what was reported nor by whom, and does not hold the receipt.
`,
    verify: ({ name, email, publicKey }: Signed) => `To verify, offline:

  npx vigie verify documents.zip --key ${publicKey}

The key is that of ${name} (${email}).
Ask for it by another way, or read it on their site at /api/v1/keys: a key
copied from here does not prove who signed.
Keep the .zip file as it is: unpacked and packed again, it no longer verifies.
`,
  },
} satisfies Record<Language, unknown>;

function oneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, " ").trim();
}
