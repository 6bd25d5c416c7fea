import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { makeTemporaryFolder } from "../../../../test/temporary-folder.ts";
import type { Service } from "./service-schema.ts";

/** A service that nobody runs, whole: the pattern, its example and one way to reach it. */
export function inventedService(changes: Partial<Service> = {}): Service {
  const slug = changes.slug ?? "plume";
  const domain = `${slug}.example`;
  return {
    slug,
    names: ["Plume"],
    operator: null,
    roles: ["platform"],
    status: "active",
    statusNote: null,
    dsa: { vlop: null, coordinator: null },
    repeatedReports: null,
    warnings: [],
    notes: [],
    domains: [domain],
    home: `www.${domain}`,
    hostAliases: { [`m.${domain}`]: domain },
    languageSubdomains: false,
    trackingParameters: ["ref"],
    objects: [
      {
        type: "post",
        scope: "domain",
        regex: `^https?://(?:www\\.)?${slug}\\.example/p/(?<id>[A-Za-z0-9]+)(?=[/?#]|$)`,
        example: `https://www.${domain}/p/abc123`,
        canonical: `https://www.${domain}/p/{id}`,
        key: null,
        folded: [],
      },
    ],
    accountWords: { words: [slug], handle: "[a-z0-9_]{2,20}", url: `https://www.${domain}/u/{handle}` },
    network: null,
    channels: [
      {
        id: `${slug}.form.1`,
        kind: "form",
        purpose: "general",
        label: { fr: "Formulaire", en: "Form" },
        url: `https://help.${domain}/report`,
        email: null,
        postal: null,
        topics: ["other"],
        uploaderLearns: "unknown",
        priorWarningHours: null,
        nameShown: "unknown",
        accountRequired: "no",
        delay: null,
        supply: ["address"],
        conditions: [],
        useWhen: null,
        avoidWhen: null,
        note: null,
        sourceUrl: null,
        evidence: "official",
        confidence: "high",
        dateSeen: "2026-11-01",
      },
    ],
    confidence: "high",
    dateSeen: "2026-11-01",
    ourReading: [],
    ...changes,
  };
}

/** A folder of rows. Made when the test file is read, removed when its tests have run. */
export function rowsFolder(): {
  path: string;
  /** @param name e.g. "services/plume.json". @param rows text as it stands, or what becomes JSON. */
  write(name: string, rows: unknown): string;
  /** Removes every file. */
  clear(): void;
} {
  const path = makeTemporaryFolder("vigie-rows-");
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, rows) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, typeof rows === "string" ? rows : JSON.stringify(rows, null, 2));
      return file;
    },
    clear() {
      rmSync(path, { recursive: true, force: true });
      mkdirSync(path);
    },
  };
}
