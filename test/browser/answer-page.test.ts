import { expect, test } from "vitest";
import { storeSentNotice } from "../../apps/server/src/answers/test-sent-notice.ts";
import { useVigie } from "../vigie.ts";
import { axeFindings, collectErrors, useBrowser } from "./browser.ts";

const vigie = useVigie();
const browser = useBrowser();
const mostBytes = 60_000;

/** The link that the recipient of a notice about two locations holds. */
async function link(language: "fr" | "en" = "fr"): Promise<{ address: string; noticeId: string }> {
  const { running, database } = vigie;
  const tag = Math.random().toString(36).slice(2);
  await vigie.report({
    locations: [1, 2].map((page) => ({ url: `https://hote.example/${tag}/${page}` })),
    language,
  });
  const contents = await database.db
    .selectFrom("contents")
    .select(["id", "case_id"])
    .where("url", "like", `%${tag}%`)
    .execute();
  const admin = await vigie.firstAdmin();
  const { noticeId, token } = await storeSentNotice(running.vigie, {
    caseId: contents[0]?.case_id ?? "",
    memberId: admin.me.member.id,
    contentIds: contents.map(({ id }) => id),
    language,
  });
  return { address: `${vigie.url}/n/${token}`, noticeId };
}

const stateOf = async (noticeId: string) => {
  const { answer } = await vigie.database.db
    .selectFrom("notices")
    .select("answer")
    .where("id", "=", noticeId)
    .executeTakeFirstOrThrow();
  return answer;
};

for (const language of ["fr", "en"] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`the page is clean for axe, small, and holds on a telephone (${language}, ${colorScheme})`, async () => {
      const { address } = await link(language);
      const context = await browser.context({ colorScheme, viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      const errors = collectErrors(page);
      let bytes = 0;
      page.on("response", async (response) => {
        bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
      });
      await page.goto(address, { waitUntil: "networkidle" });
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
      expect(await axeFindings(page)).toEqual([]);
      expect(bytes).toBeLessThan(mostBytes);
      // With a problem, with an answer, with a decision, and for a link that opens nothing.
      await page.locator("button[type=submit]").click();
      await page.getByRole("alert").waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.locator("input[value=acknowledged]").check();
      await page.locator("button[type=submit]").click();
      await page.locator("#said").waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.locator("input[value=acted]").check();
      await page.locator("button[type=submit]").click();
      await page.locator("form").waitFor({ state: "detached" });
      expect(await axeFindings(page)).toEqual([]);
      await page.goto(`${address}x`);
      expect(await axeFindings(page)).toEqual([]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBeLessThanOrEqual(1);
      expect(errors.filter((error) => !/status of (404|422)/.test(error))).toEqual([]);
    });
  }
}

test("the page holds at 200 % zoom, mirrored, and with forced colours", async () => {
  const { address } = await link();
  const context = await browser.context({ viewport: { width: 640, height: 480 }, forcedColors: "active" });
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
    document.documentElement.style.fontSize = "200%";
  });
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(1);
  expect(await axeFindings(page)).toEqual([]);
});

test("a recipient refuses with the keyboard alone, without scripts, in the other language, after a mistake", async () => {
  const { address, noticeId } = await link("fr");
  const context = await browser.context({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole("link", { name: "English" }).press("Enter");
  await page.getByText("What do you want to tell us?").waitFor();
  expect(await stateOf(noticeId)).toBe("none");
  await page.locator("input[value=refused]").press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("T-7");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByRole("link").press("Enter");
  expect(await page.locator("input[value=refused]").isChecked()).toBe(true);
  expect(await page.locator("#reference").inputValue()).toBe("T-7");
  await page.locator("#text").fill("Lawful here, for these reasons.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText("Your decision is recorded").waitFor();
  expect(await stateOf(noticeId)).toBe("refused");
  await page.reload();
  await page.getByText("your number: T-7").waitFor();
});
