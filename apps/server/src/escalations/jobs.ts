import { z } from "zod";
import { defineJob } from "../jobs/define-job.ts";

/** Takes one escalation without a person, where setting and ground allow it. */
export const takeAutomaticallyJob = defineJob(
  "escalations.take_automatically",
  z.object({ escalationId: z.uuid() }),
  { attempts: 6 },
);
