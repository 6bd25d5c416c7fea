import { expect, test } from "vitest";
import { readImapUrl } from "./imap-url.ts";

test("an imaps URL names host, port, login and mailbox", () => {
  expect(readImapUrl("imaps://answers%40hotline.example:p%2Fw@mail.example.org/Notices%2FAnswers")).toEqual({
    host: "mail.example.org",
    port: 993,
    secure: true,
    starttls: "required",
    login: { user: "answers@hotline.example", pass: "p/w" },
    mailbox: "Notices/Answers",
  });
});

test("a password travels in clear only to this machine, or when somebody says so", () => {
  const starttls = (url: string) => readImapUrl(url).starttls;
  expect(starttls("imap://a:b@mail.example.org")).toBe("required");
  expect(starttls("imap://a:b@127.0.0.1:1430/INBOX")).toBe("when_offered");
  expect(starttls("imap://a:b@mail.example.org/?starttls=never")).toBe("never");
});

test("what cannot be used is refused with a sentence that does not repeat the password", () => {
  for (const url of [
    "mail.example.org",
    "pop3://a:topsecret@mail.example.org",
    "imap://mail.example.org/INBOX",
    "imap://a@mail.example.org",
    "imap://a:topsecret%zz@mail.example.org",
    "imaps://a:topsecret@mail.example.org/?starttls=maybe",
  ]) {
    let message = "";
    try {
      readImapUrl(url);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^VIGIE_IMAP_URL cannot be used: .+ Example: imaps:/);
    expect(message).not.toContain("topsecret");
  }
});
