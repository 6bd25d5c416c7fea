import type { FastifyRequest } from "fastify";
import { readUrl } from "../fetch/read-url.ts";

type Headers = Pick<FastifyRequest, "headers">;

/** Whether the browser says that another site asks. Where it says nothing, the token alone decides. */
export function comesFromElsewhere({ headers }: Headers): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const { origin } = headers;
  if (origin === undefined) return false;
  return readUrl(origin)?.host !== headers.host;
}

/**
 * The same for a posted form of the public pages, which have no token. A browser that does not know `Sec-Fetch-Site`
 * writes `Origin: null` for our own forms as well, since our pages tell no referrer: that alone refuses nobody.
 */
export function formComesFromElsewhere({ headers }: Headers): boolean {
  if (headers["sec-fetch-site"] !== undefined) return comesFromElsewhere({ headers });
  return [headers.origin, headers.referer].some(
    (said) => said !== undefined && said !== "null" && readUrl(said)?.host !== headers.host,
  );
}
