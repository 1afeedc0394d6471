import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Case, FixtureApp } from "./case.ts";

/**
 * Every case of an app: what the modules `<app>-*.ts` beside this file export in arrays, sorted by id.
 *
 * @throws Error where two different cases have one id
 */
export async function loadCases(app: FixtureApp): Promise<readonly Case[]> {
  const files = (await readdir(import.meta.dirname)).filter(
    (file) => file.startsWith(`${app}-`) && file.endsWith(".ts"),
  );
  const found = new Map<string, Case>();
  for (const file of files) {
    const module = (await import(pathToFileURL(join(import.meta.dirname, file)).href)) as Record<string, unknown>;
    for (const one of Object.values(module).flat().filter(isCase)) {
      const known = found.get(one.id);
      // A module that gathers the cases of others shows each of them a second time.
      if (known !== undefined && known !== one) throw new Error(`Two cases are named ${one.id}.`);
      found.set(one.id, one);
    }
  }
  return [...found.values()].sort((a, b) => a.id.localeCompare(b.id));
}

function isCase(value: unknown): value is Case {
  return typeof value === "object" && value !== null && "id" in value && "waits" in value && "request" in value;
}
