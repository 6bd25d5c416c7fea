export * from "./desk.ts";
export * from "./errors.ts";
export * from "./event-types.ts";
export * from "./evidence.ts";
export * from "./plans.ts";
export * from "./reports.ts";
export * from "./routes.ts";
export * from "./statuses.ts";
