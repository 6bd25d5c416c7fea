import { Refusal } from "@vigie/contract";
import { strFromU8, unzipSync } from "fflate";
import { expect, test, vi } from "vitest";
import { useHotline } from "../../../../test/hotline.ts";
import { addEvidence } from "./add-evidence.ts";
import { verifyBundle } from "./bundle-rules.ts";
import { makeDocument, makeEvidenceBundle, makeProof } from "./make-bundle.ts";

// A machine without a build of the compiler.
vi.mock(import("./render-documents.ts"), () => ({
  renderDocuments: () => Promise.reject(new Refusal("evidence.documents_unavailable")),
}));

const hotline = useHotline();

test("when no PDF can be made, the texts leave all the same, whole and signed, and the archive says so", async () => {
  const { receipt } = await hotline.report(["https://reseau.example/compte/sans-pdf"]);
  const text = "字".repeat(100_000);
  const entries = [{ kind: "words" as const, text, day: "", time: "", timeZone: "Europe/Paris" }];
  await addEvidence(hotline.vigie, { receipt, entries });
  const { publicKey } = hotline.vigie.keys.bundles;

  const bundle = await makeEvidenceBundle(hotline.vigie, { receipt, language: "fr" });
  expect(verifyBundle(bundle, publicKey).kind).toBe("intact");
  const inside = unzipSync(bundle);
  expect(Object.keys(inside)).toEqual(["timeline.json", "README.txt", "manifest.json", "manifest.sig"]);
  expect(strFromU8(inside["README.txt"] ?? new Uint8Array())).toContain("Les fichiers PDF manquent");
  expect(JSON.parse(strFromU8(inside["timeline.json"] ?? new Uint8Array())).entries).toMatchObject([
    { text },
  ]);

  const proof = await makeProof(hotline.vigie, { receipt, language: "en" });
  expect(verifyBundle(proof, publicKey).kind).toBe("intact");
  expect(Object.keys(unzipSync(proof))).toContain("proof.json");

  const alone = makeDocument(hotline.vigie, { receipt, language: "fr", document: "timeline" });
  await expect(alone).rejects.toMatchObject({ code: "evidence.documents_unavailable" });
});
