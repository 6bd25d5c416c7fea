import { type RouteName, routes } from "@vigie/contract";

type ParameterNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The `:name` parts of a route's path. */
export type RouteParameters<Name extends RouteName> = Record<
  ParameterNames<(typeof routes)[Name]["path"]>,
  string
>;

/** Fills a route's path and adds the query; undefined and empty query values are left out. */
export function routePath<Name extends RouteName>(
  name: Name,
  parameters: RouteParameters<Name>,
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const values: Readonly<Record<string, string>> = parameters;
  const path = routes[name].path.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(values[key] ?? ""),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
