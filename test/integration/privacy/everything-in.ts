import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";

/** Every file below a folder, and what is packed inside of it: bytes by where they stand. */
export function everythingIn(folder: string): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    found.set(path, bytes);
    if (isGzip(bytes)) found.set(`${path} unpacked`, gunzipSync(bytes));
    if (path.endsWith(".db")) for (const [place, blob] of packedIn(path)) found.set(`${path} ${place}`, blob);
  }
  return found;
}

function* packedIn(path: string): Generator<[string, Buffer]> {
  const db = new DatabaseSync(path, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables) {
    for (const [index, row] of db
      .prepare(`SELECT * FROM "${String(name)}"`)
      .all()
      .entries()) {
      for (const [column, value] of Object.entries(row)) {
        if (!(value instanceof Uint8Array)) continue;
        const bytes = Buffer.from(value);
        yield [`${String(name)} ${index} ${column}`, isGzip(bytes) ? gunzipSync(bytes) : bytes];
      }
    }
  }
  db.close();
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
