import type { Authority } from "./authority-schema.ts";
import type { Ground } from "./ground-schema.ts";
import { type Catalogue, readCatalogue } from "./read-catalogue.ts";
import type { Service } from "./service-schema.ts";

interface Installed extends Catalogue {
  serviceBySlug: ReadonlyMap<string, Service>;
  groundBySlug: ReadonlyMap<string, Ground>;
  authorityBySlug: ReadonlyMap<string, Authority>;
}

let installed: Installed | null = null;

/**
 * Makes a catalogue the one this process works with. Once, when it starts, before anything asks; a program that never
 * calls it works with the repository's rows.
 */
export function installCatalogue(catalogue: Catalogue): void {
  installed = indexed(catalogue);
}

function current(): Installed {
  installed ??= indexed(readCatalogue().catalogue);
  return installed;
}

function indexed(catalogue: Catalogue): Installed {
  return {
    ...catalogue,
    serviceBySlug: bySlug(catalogue.services),
    groundBySlug: bySlug(catalogue.grounds),
    authorityBySlug: bySlug(catalogue.authorities),
  };
}

function bySlug<Row extends { slug: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.slug, row]));
}

/** Every service of the catalogue. */
export function allServices(): readonly Service[] {
  return current().services;
}

/**
 * The catalogue row of a service.
 * @param slug as in the file name, e.g. "instagram".
 */
export function findService(slug: string): Service | undefined {
  return current().serviceBySlug.get(slug);
}

/** Every ground of the catalogue. */
export function allGrounds(): readonly Ground[] {
  return current().grounds;
}

/**
 * A ground of the catalogue.
 * @param slug e.g. "ncii".
 */
export function findGround(slug: string): Ground | undefined {
  return current().groundBySlug.get(slug);
}

/** Every authority, hotline, helpline and bank of the catalogue. */
export function allAuthorities(): readonly Authority[] {
  return current().authorities;
}

/**
 * An authority, hotline, helpline or bank of the catalogue.
 * @param slug e.g. "pharos".
 */
export function findAuthority(slug: string): Authority | undefined {
  return current().authorityBySlug.get(slug);
}
