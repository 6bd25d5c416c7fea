import type { Concern, Topic } from "@vigie/contract";

const topicsByConcern: Record<Concern, readonly Topic[]> = {
  minor_abuse: ["minors"],
  intimate_images: ["intimate_image"],
  blackmail: ["blackmail"],
  threat_or_violence: ["threats"],
  harassment: ["harassment"],
  hate: ["hate"],
  terrorism: ["terrorism"],
  scam_or_other: ["fraud", "other"],
};

/**
 * What a case is about, sorted: who may see it is decided by this. The grounds of the newest assessment say so, before
 * it the reporter's concern; nothing said is `other`. A minor who was reported or found is always among them.
 * @param grounds topics of the grounds found, or proposed to a second person; empty before an assessment, and where it
 * found none.
 */
export function topicsOf({
  grounds,
  concern,
  minor,
}: {
  grounds: readonly Topic[];
  concern: Concern | null;
  minor: boolean;
}): Topic[] {
  const said: readonly Topic[] = concern ? topicsByConcern[concern] : ["other"];
  const found = grounds.length > 0 ? grounds : said;
  return [...new Set<Topic>([...found, ...(minor ? (["minors"] as const) : [])])].sort();
}
