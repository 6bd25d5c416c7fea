import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Database } from "../db/schema.ts";
import { forgetPlaces } from "../plans/forget-plan.ts";
import { forgetHostings } from "../providers/forget-hostings.ts";
import { openJson, type SealKeyPair } from "../vault/sealed-box.ts";
import type { Vigie } from "../vigie.ts";

const sealedAddress = z.union([
  z.object({
    key: z.string(),
    url: z.string(),
    readableUrl: z.string(),
    host: z.string(),
    domain: z.string().nullable(),
    service: z.string().nullable(),
    object: z.string().nullable(),
  }),
  z.object({ words: z.string() }),
]);

/** What a sealed location opens on: an address, or the words somebody described it with. */
export type SealedAddress = z.infer<typeof sealedAddress>;

/** @returns null when the box was sealed to another team key. */
export function openAddress(teamKey: SealKeyPair, box: Uint8Array): SealedAddress | null {
  return openJson(teamKey, box, sealedAddress);
}

/**
 * Seals every readable address of a case and wipes what earlier checks and look-ups left of it: from now on the address
 * is absent from search, lists and exports.
 */
export async function sealAddresses(
  trx: Kysely<Database>,
  { intake }: Pick<Vigie, "intake">,
  { caseId }: { caseId: string },
): Promise<void> {
  const contents = await trx
    .selectFrom("contents")
    .selectAll()
    .where("case_id", "=", caseId)
    .where("address_sealed", "is", null)
    .forUpdate()
    .execute();
  for (const { id, key, url, readable_url, host, domain, service, object } of contents) {
    const address = JSON.stringify({ key, url, readableUrl: readable_url, host, domain, service, object });
    await trx
      .updateTable("contents")
      .set({
        address_sealed: intake.sealForTeam(address),
        key: null,
        url: null,
        readable_url: null,
        host: null,
        domain: null,
        service: null,
        object: null,
      })
      .where("id", "=", id)
      .execute();
    await trx
      .updateTable("checks")
      .set({ final_url: null, headers: null, body_sha256: null })
      .where("content_id", "=", id)
      .execute();
  }
  await forgetPlaces(trx, { caseId });
  await forgetHostings(
    trx,
    contents.flatMap(({ host }) => (host === null ? [] : [host])),
  );
}

/**
 * Wipes what looks left of addresses that are sealed by now. A look that was on its way while the address was sealed may
 * have stored its check just after the sealing wiped the others.
 */
export async function wipeSealedChecks(trx: Kysely<Database>, caseIds: readonly string[]): Promise<void> {
  await sql`
    update checks set final_url = null, headers = null, body_sha256 = null
    from contents c
    where c.case_id = any(${caseIds}::uuid[]) and c.address_sealed is not null
      and checks.content_id = c.id and checks.final_url is not null`.execute(trx);
}

/**
 * Makes sealed addresses of a case readable again, once a person found that no minor is concerned.
 * Words, and addresses that were sent to one person only, stay sealed.
 * @param teamKey asked only when there is something to open.
 * @throws Refusal `session.locked` from `teamKey`.
 */
export async function openAddresses(
  trx: Kysely<Database>,
  { caseId, teamKey }: { caseId: string; teamKey: () => Promise<SealKeyPair> },
): Promise<void> {
  const contents = await trx
    .selectFrom("contents")
    .select(["id", "address_sealed"])
    .where("case_id", "=", caseId)
    .where("kind", "=", "url")
    .where("private_reported", "=", false)
    .where("address_sealed", "is not", null)
    .forUpdate()
    .execute();
  if (contents.length === 0) return;
  const key = await teamKey();
  for (const { id, address_sealed } of contents) {
    const address = address_sealed ? openAddress(key, address_sealed) : null;
    if (!address || "words" in address) continue;
    const { readableUrl, ...columns } = address;
    await trx
      .updateTable("contents")
      .set({ ...columns, readable_url: readableUrl, address_sealed: null })
      .where("id", "=", id)
      .execute();
  }
}
