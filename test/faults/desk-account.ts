import type { CaseView, MeView } from "@vigie/contract";
import { generate } from "otplib";

/** A member of the team who works over HTTP, at whichever web process. */
export interface DeskAccount {
  headers: Record<string, string>;
  fetch(url: string, method: string, path: string, body?: unknown): Promise<Response>;
  call<Answer>(url: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Qualifies a case as one that a host may be notified of. */
  assess(url: string, caseId: string): Promise<CaseView>;
  /** Asks for one notice about all contents of a case. 409 when it had been asked before. */
  notify(url: string, view: CaseView, email: string): Promise<Response>;
}

const password = "un mot de passe long";
const passphrase = "une phrase de passe longue";

/**
 * Makes the first account with the link that the first start printed, and has it invite an analyst.
 * @returns the analyst, signed in.
 */
export async function joinAsAnalyst(url: string, firstLink: string | null): Promise<DeskAccount> {
  const admin = await join(url, firstLink, "Première");
  await admin.call(url, "POST", "/session/unlock", { passphrase });
  const invitation = { name: "Alix", role: "analyst" };
  const { link } = await admin.call<{ link: string }>(url, "POST", "/team/invitations", invitation);
  return join(url, link, invitation.name);
}

async function join(url: string, link: string | null, name: string): Promise<DeskAccount> {
  const token = link?.split("#")[1];
  if (token === undefined) throw new Error("there is no link to join with");
  const invitation = await post<{ totpSecret: string }>(`${url}/api/v1/desk/invitations/open`, { token });
  const code = await generate({ secret: invitation.body.totpSecret });
  const person = { token, name, password, passphrase, code, language: "fr" };
  const joined = await post<MeView>(`${url}/api/v1/desk/join`, person);
  const headers = { cookie: joined.cookie, "x-vigie-csrf": joined.body.csrf };
  const account: DeskAccount = {
    headers,
    fetch: (at, method, path, body) =>
      fetch(`${at}/api/v1/desk${path}`, {
        method,
        headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async call<Answer>(at: string, method: string, path: string, body?: unknown) {
      const response = await account.fetch(at, method, path, body);
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status} ${path}: ${text}`);
      return (text ? JSON.parse(text) : undefined) as Answer;
    },
    assess: (at, caseId) =>
      account.call<CaseView>(at, "POST", `/cases/${caseId}/assessments`, {
        grounds: ["hate-incitement"],
        manifest: "manifest",
        minor: "no",
        reasons: "La page appelle à la violence contre un groupe en raison de son origine.",
      }),
    notify: (at, view, email) =>
      account.fetch(at, "POST", `/cases/${view.summary.id}/notices`, {
        contentIds: view.contents.map((content) => content.id),
        recipients: [{ host: "127.0.0.1", name: "Hébergeur Exemple", email, language: "fr" }],
        explanation: "La page appelle à la violence contre un groupe en raison de son origine.",
      }),
  };
  return account;
}

async function post<Answer>(address: string, body: unknown): Promise<{ body: Answer; cookie: string }> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${address}: ${text}`);
  return {
    body: JSON.parse(text) as Answer,
    cookie: (response.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "",
  };
}
