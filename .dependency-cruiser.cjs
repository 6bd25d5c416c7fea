const slices =
  "catalogue|reports|contents|cases|grounds|providers|plans|help|evidence|exposure|notices|answers|escalations|labels|matching|networks|watches|referrals|transparency|team|audit|vault";
const plumbing = "db|jobs|http|mail|i18n|fetch";

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two modules that need each other are one thing, or a third is missing.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "rules-are-pure",
      comment:
        "Rules and transitions do no I/O: they are tested by the thousand and read without a database.",
      severity: "error",
      from: { path: "-(rules|transitions)\\.ts$" },
      to: {
        path: [
          "^node:(fs|net|http|https|tls|dns|child_process|worker_threads|dgram)",
          "node_modules/(pg|kysely|fastify|undici|nodemailer|graphile-worker|pino)/",
          "^apps/server/src/(db|jobs|http|mail|vigie)",
        ],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "packages-know-no-app",
      comment: "contract is imported by every side; it must not know who uses it.",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      name: "contract-imports-zod-only",
      comment: "The contract runs in browsers and servers alike.",
      severity: "error",
      from: { path: "^packages/contract/src/(?!.*\\.test\\.ts$)" },
      to: { pathNot: ["^packages/contract/", "node_modules/zod/"] },
    },
    {
      name: "hashing-imports-nothing",
      comment: "Hashing is arithmetic: it runs in browsers and servers alike, and does no I/O.",
      severity: "error",
      from: { path: "^packages/hashing/src/(?!.*\\.test\\.ts$)" },
      to: { pathNot: "^packages/hashing/src/" },
    },
    {
      name: "viewer-imports-nothing",
      comment: "The viewer is adopted by other consoles: it depends on nothing, and knows no server.",
      severity: "error",
      from: { path: "^packages/viewer/src/(?!.*\\.test\\.ts$)" },
      to: { pathNot: "^packages/viewer/src/" },
    },
    {
      name: "plumbing-knows-no-slice",
      comment: "db, jobs, http, mail, i18n and fetch serve the slices and know none of them.",
      severity: "error",
      from: { path: `^apps/server/src/(${plumbing})/(?!.*\\.test\\.tsx?$)` },
      to: { path: `^apps/server/src/(${slices})/`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "pages-do-no-io",
      comment: "Pages are made from their props alone.",
      severity: "error",
      from: { path: "^apps/server/src/(reports|help|plans|answers|matching)/pages/(?!.*\\.test\\.tsx?$)" },
      to: { path: ["^apps/server/src/(db|jobs|fetch|mail|vault)/", "node_modules/(pg|kysely|fastify)/"] },
    },
    {
      name: "the-way-out-is-the-fetcher",
      comment: "Nothing leaves for the internet except through the guarded fetcher and the mailer.",
      severity: "error",
      from: {
        path: "^apps/server/src/",
        pathNot: [
          "^apps/server/src/(fetch|mail|demo)/",
          "^apps/server/src/http/server\\.ts$",
          "(^|/)(test-[\\w-]+|[\\w-]+\\.test)\\.tsx?$",
        ],
      },
      to: {
        path: ["node_modules/(undici|nodemailer|imapflow)/", "^(node:)?(http|https|net|tls|dgram)$"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "the-desk-knows-the-contract-only",
      comment: "The desk talks to the server over HTTP.",
      severity: "error",
      from: { path: "^apps/desk/" },
      to: { path: "^apps/server/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
