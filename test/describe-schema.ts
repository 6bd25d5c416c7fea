import { type Kysely, sql } from "kysely";

/**
 * The schema as text, so that a change to it is reviewed as SQL: tables with their comments, columns, constraints,
 * indexes, triggers and functions, in a stable order.
 */
export async function describeSchema<Schema>(db: Kysely<Schema>): Promise<string> {
  const { rows: tables } = await sql<{
    name: string;
    comment: string | null;
    columns: string[];
    rest: string[];
  }>`
    select c.relname as name, obj_description(c.oid, 'pg_class') as comment,
      (select array_agg(format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
          case when a.attnotnull then ' not null' else '' end,
          case when a.attidentity = 'a' then ' generated always as identity'
            else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end) order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select coalesce(array_agg(line order by line), '{}') from (
        select format('constraint %I %s', conname, pg_get_constraintdef(oid)) as line from pg_constraint
          where conrelid = c.oid and contype <> 'n'
        union all
        select replace(indexdef, current_schema() || '.', '') from pg_indexes
          where tablename = c.relname and schemaname = current_schema()
        union all
        select replace(pg_get_triggerdef(oid), current_schema() || '.', '') from pg_trigger
          where tgrelid = c.oid and not tgisinternal) as lines) as rest
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    order by 1`.execute(db);
  const { rows: functions } = await sql<{ definition: string }>`
    select replace(pg_get_functiondef(p.oid), current_schema() || '.', '') as definition from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by proname`.execute(db);
  const parts = tables.map(
    ({ name, comment, columns, rest }) =>
      `table ${name}\n-- ${comment}\n${[...columns, ...rest].map((line) => `  ${line}`).join("\n")}\n`,
  );
  return [...parts, ...functions.map(({ definition }) => `${definition.trim()}\n`)].join("\n");
}
