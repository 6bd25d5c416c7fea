export * from "./desk.ts";
export * from "./errors.ts";
export * from "./reports.ts";
export * from "./routes.ts";
export * from "./statuses.ts";
