import { type Logger, pino } from "pino";

/** A logger that says nothing. */
export const quietLog: Logger = pino({ level: "silent" });
