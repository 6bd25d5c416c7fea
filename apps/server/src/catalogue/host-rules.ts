import { getDomain } from "tldts";

/** Whether a host belongs to a service: one of its domains, or below one. */
export function hostOfService({ domains }: { domains: readonly string[] }, host: string): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/**
 * Whether a name can stand for a service: in small letters, with its own registrable domain. A whole ending such as
 * `co.uk` would claim everybody's sites.
 */
export function isHostName(host: string): boolean {
  return (
    /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/.test(host) &&
    getDomain(host, { extractHostname: false, allowPrivateDomains: false }) !== null
  );
}
