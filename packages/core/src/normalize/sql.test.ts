import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sqlStatement } from "./sql.ts";

describe("sqlStatement", () => {
  it.each([
    ["SELECT * FROM users WHERE id = 42 AND name = 'O''Brien'", "SELECT * FROM users WHERE id = ? AND name = ?"],
    ["select a.b, c from t where x in (1, 2,3) -- secret 9", "select a.b, c from t where x in (?)"],
    ["INSERT INTO t (a,b) VALUES ($1,$2),($3,$4)", "INSERT INTO t (a, b) VALUES (?)"],
    ['SELECT "users"."id" FROM "users" WHERE "users"."email" = $1', "SELECT users.id FROM users WHERE users.email = ?"],
    ["SELECT $tag$ secret $tag$, 0xDEADBEEF, 1.5e3", "SELECT ?, ?, ?"],
    ["SELECT * FROM orders_2024_01 WHERE a = :name", "SELECT * FROM orders_#_01 WHERE a = ?"],
    ["SELECT /* alice */ 1", "SELECT ?"],
  ])("%s", (sql, template) => expect(sqlStatement(sql).template).toBe(template));

  it("reads MySQL's double quotes as strings", () => {
    expect(sqlStatement('SELECT * FROM t WHERE name = "alice"', "mysql").template).toBe(
      "SELECT * FROM t WHERE name = ?",
    );
    expect(sqlStatement('SELECT * FROM t WHERE name = "alice"').template).not.toContain("alice");
  });

  it("stops where a backslash makes the end of a string doubtful", () => {
    const { template } = sqlStatement("SELECT 'a\\' OR secret = 'x' FROM t WHERE pin = '9'");
    expect(template).toBe("SELECT ?");
  });

  it.each([
    ["SELECT 1 FROM t", "read"],
    ["SELECT count(*) FROM t", "read"],
    ["WITH x AS (SELECT 1) SELECT * FROM x", "read"],
    ["WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", "write"],
    ["SELECT * FROM t FOR UPDATE", "write"],
    ["SELECT * FROM t FOR SHARE", "write"],
    ["SELECT nextval('s')", "unknown"],
    ["SELECT audit.log_access($1)", "unknown"],
    ["SELECT a INTO b FROM c", "write"],
    ["SELECT 1; DROP TABLE t", "write"],
    ["EXPLAIN ANALYZE DELETE FROM t", "write"],
    ["SELECT replace(a, 'x', 'y') FROM t", "read"],
    ["BEGIN", "write"],
    ["CALL f()", "unknown"],
    ["", "unknown"],
  ] as const)("%s -> %s", (sql, effect) => expect(sqlStatement(sql).effect).toBe(effect));

  it("names the operation", () => {
    expect(sqlStatement("  -- hi\n select 1").operation).toBe("SELECT");
    expect(sqlStatement("begin transaction").operation).toBe("BEGIN");
  });

  it("keeps no literal, however it is quoted", () => {
    const text = fc.stringMatching(/^[a-z]{3}q7z[a-z '"]{0,12}$/);
    fc.assert(
      fc.property(text, fc.integer({ min: 1000 }), (secret, number) => {
        const sql = `SELECT a FROM t WHERE x = '${secret.replaceAll("'", "''")}' AND y = ${number} AND z = $q$${secret}$q$`;
        const { template } = sqlStatement(sql);
        expect(template).not.toContain("q7z");
        expect(template).not.toContain(String(number));
      }),
    );
  });

  it("answers anything, in bounded size, and tells long statements apart", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (sql) => {
        expect(sqlStatement(sql).template.length).toBeLessThan(260);
      }),
    );
    const long = (name: string) => sqlStatement(`SELECT ${"column_a, ".repeat(100)} ${name} FROM t`).template;
    expect(long("b")).not.toBe(long("c"));
    expect(long("b").length).toBeLessThan(260);
  });
});
