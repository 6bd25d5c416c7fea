import { expect, test } from "vitest";
import { providerOf } from "./provider-of.ts";

const nothing = { channelId: null, service: null, email: null, url: null };

test.each([
  [{ ...nothing, channelId: "cloudflare.web-form.1", url: "https://abuse.cloudflare.com/" }, "cloudflare"],
  [{ ...nothing, service: "telegram", email: "x@y.example" }, "telegram"],
  [{ ...nothing, email: "Abuse@Telegram.org" }, "telegram"],
  [{ ...nothing, channelId: "gone.email.1", email: "abuse@mail.host.example" }, "host.example"],
  [{ ...nothing, url: "https://form.host.example/abuse" }, "host.example"],
  [nothing, ""],
])("%j is counted under %j", (notice, provider) => {
  expect(providerOf(notice)).toBe(provider);
});
