import { rungs } from "@vigie/contract";
import { expect, test } from "vitest";
import { inventedCase } from "../testing/invented-cases.ts";
import { openEscalations, recipientOfEscalation, wayOf } from "./escalation-rules.ts";
import { everyHost } from "./notice-rules.ts";

const { escalations, notices } = inventedCase("notified");
const [notice] = notices;
const [first] = escalations;
if (notice === undefined || first === undefined) throw new Error("the invented case has both");

test("what can be taken stands before what is held, and what is settled is gone", () => {
  const settled = { ...first, id: "settled", status: "dismissed" as const };
  const open = openEscalations([settled, ...[...escalations].reverse()]);
  expect(open.map(({ status }) => status)).toEqual(["proposed", "held"]);
});

test("an authority is turned to, somebody is called, everybody else is written to", () => {
  const referred = rungs.filter((rung) => wayOf({ rung, authority: "arcom" }) === "refer");
  expect(referred).not.toContain("call");
  const written = rungs.filter((rung) => wayOf({ rung, authority: null }) === "notice");
  expect(written).not.toContain("sister_hotline");
  expect(written).toContain("host");
});

test("a reminder goes the way the first notice took, to the same place", () => {
  const form = {
    ...notice,
    channel: "web_form" as const,
    channelId: "quais.form.1",
    kind: "search_engine" as const,
    to: { name: "Moteur", email: null, url: "https://moteur.example/dsa", postal: null },
  };
  const remind = { rung: "remind" as const, to: form.to };
  expect(recipientOfEscalation(remind, form, "en")).toMatchObject({
    host: everyHost,
    kind: "search_engine",
    channel: "web_form",
    channelId: "quais.form.1",
    url: "https://moteur.example/dsa",
    language: "fr",
  });
});

test("another rung speaks in its own capacity, by the way its recipient can be reached", () => {
  const to = { name: "Hébergeur du Nord", email: null, url: null, postal: ["4, quai du Port"] };
  expect(recipientOfEscalation({ rung: "host", to }, notice, "fr")).toMatchObject({
    kind: "host",
    channel: "post",
    channelId: null,
    postal: "4, quai du Port",
  });
  const unknown = recipientOfEscalation({ rung: "registrar", to: null }, notice, "fr");
  expect(unknown).toMatchObject({ kind: "registrar", channel: "email", name: "", email: "" });
});
