import type { CatalogueView, GroundView } from "@vigie/contract";

const ground = (
  slug: string,
  family: string,
  fr: string,
  en: string,
  law: string,
  elements: { fr: string[]; en: string[] },
  more: Partial<GroundView> = {},
): GroundView => ({
  slug,
  family,
  label: { fr, en },
  law,
  elements,
  manifest: "usual",
  handling: "normal",
  urgency: "P2",
  slaHours: 72,
  authorities: ["pharos"],
  confidence: "verified_text",
  ...more,
});

/** A small catalogue for looking at screens; the real one is the server's. */
export const inventedCatalogue: CatalogueView = {
  grounds: [
    ground(
      "csam-depiction",
      "child_protection",
      "Image ou représentation pornographique de mineur (diffusion)",
      "Child sexual abuse material: distribution or making available",
      "Code pénal 227-23",
      { fr: ["Image ou représentation d'un mineur", "Caractère pornographique"], en: [] },
      {
        manifest: "always",
        handling: "no_fetch",
        urgency: "P1",
        slaHours: 24,
        authorities: ["pharos", "point-de-contact"],
      },
    ),
    ground(
      "ncii",
      "image_based_abuse",
      "Diffusion d'images intimes sans consentement",
      "Intimate images shared without consent",
      "Code pénal 226-2-1",
      {
        fr: [
          "Images ou paroles à caractère sexuel",
          "Personne identifiable",
          "Absence d'accord pour la diffusion",
        ],
        en: ["Sexual images or words", "An identifiable person", "No agreement to their distribution"],
      },
      { handling: "restricted", urgency: "P1", slaHours: 24, authorities: ["pharos", "point-de-contact"] },
    ),
    ground(
      "hate-insult",
      "hate",
      "Injure publique à caractère raciste",
      "Public racist insult",
      "Loi du 29 juillet 1881, art. 33",
      {
        fr: ["Expression outrageante", "Caractère public", "À raison de l'origine ou de l'appartenance"],
        en: ["An outrageous expression", "Made in public", "On account of origin or belonging"],
      },
      { manifest: "contextual" },
    ),
    ground(
      "hate-incitement",
      "hate",
      "Provocation publique à la haine ou à la violence",
      "Public incitement to hatred or violence",
      "Loi du 29 juillet 1881, art. 24",
      {
        fr: [
          "Propos publics",
          "Incitation à la discrimination, à la haine ou à la violence",
          "Un groupe visé",
        ],
        en: ["Public words", "Incitement to discrimination, hatred or violence", "A targeted group"],
      },
      { authorities: ["pharos", "parquet"] },
    ),
    ground(
      "death-threat",
      "threats",
      "Menace de mort",
      "Death threat",
      "Code pénal 222-17",
      {
        fr: ["Menace de commettre un crime", "Réitérée, ou matérialisée par un écrit ou une image"],
        en: ["Threat of a crime", "Repeated, or made in writing or by an image"],
      },
      { urgency: "P0", slaHours: 4, authorities: ["police-gendarmerie", "pharos"] },
    ),
    ground(
      "blackmail",
      "blackmail",
      "Chantage à la vidéo ou à l'image",
      "Blackmail with an image or a video",
      "Code pénal 312-10",
      {
        fr: ["Menace de révélation", "Fonds, signature ou engagement demandés"],
        en: ["Threat to reveal", "Money, a signature or an undertaking asked for"],
      },
      { urgency: "P1", slaHours: 24, authorities: ["pharos", "thesee"] },
    ),
    ground(
      "phishing",
      "fraud",
      "Hameçonnage",
      "Phishing",
      "Code pénal 313-1",
      {
        fr: ["Usage d'un faux nom ou d'une fausse qualité", "Remise de données ou de fonds"],
        en: ["Use of a false name or quality", "Data or money handed over"],
      },
      { urgency: "P3", slaHours: 120, authorities: ["pharos", "phishing-initiative"], confidence: "memory" },
    ),
    ground("doxxing", "threats", "Divulgation d'informations personnelles", "Doxxing", "Code pénal 223-1-1", {
      fr: [
        "Révélation d'informations permettant d'identifier ou de localiser",
        "Risque direct que l'on ne peut ignorer",
      ],
      en: ["Revealing information that identifies or locates", "A direct risk that cannot be ignored"],
    }),
  ],
  authorities: [
    ["pharos", "PHAROS", "FR", "https://www.internet-signalement.gouv.fr", "verified_secondary"],
    ["point-de-contact", "Point de Contact", "FR", "https://www.pointdecontact.net", "memory"],
    ["police-gendarmerie", "Police ou gendarmerie", "FR", null, "memory"],
    ["parquet", "Procureur de la République", "FR", null, "memory"],
    ["thesee", "THESEE", "FR", "https://www.service-public.fr", "verified_secondary"],
    ["phishing-initiative", "Phishing Initiative", "FR", "https://phishing-initiative.fr", "memory"],
    ["iwf", "Internet Watch Foundation", "GB", "https://report.iwf.org.uk", "memory"],
  ].map(([slug, name, country, url, confidence]) => ({
    slug: slug ?? "",
    name: name ?? "",
    country: country ?? "",
    url: url ?? null,
    confidence: confidence ?? "memory",
  })),
};
