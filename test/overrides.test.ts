import { expect, test } from "vitest";
import { findService } from "../apps/server/src/catalogue/installed-catalogue.ts";
import { inventedService, rowsFolder } from "../apps/server/src/catalogue/test-catalogue.ts";
import { useVigie } from "./vigie.ts";

const folder = rowsFolder();
const plume = inventedService();
folder.write("services/plume.json", { adds: true, ...plume });
folder.write("services/broken.json", '{ "slug": "x",');
folder.write("services/runaway.json", {
  slug: "tiktok",
  accountWords: { words: ["tiktok"], handle: "(?:[a-z]+)+", url: "https://www.tiktok.com/@{handle}" },
});
const vigie = useVigie({ VIGIE_CATALOGUE_DIR: folder.path });

test("an installation works with its own rows, and with the repository's where its own are broken", async () => {
  expect(findService("plume")).toEqual(plume);
  expect(findService("tiktok")?.accountWords?.handle).not.toContain("(?:[a-z]+)+");
  const { receipt } = await vigie.report({
    locations: [
      { url: "https://m.plume.example/p/abc123" },
      { url: "https://x.com/quelquun/status/1700000000000000001" },
      { text: `compte tiktok ${"a".repeat(40)}!` },
    ],
  });
  expect(receipt).toBeTruthy();
});
