import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

interface Slice {
  rows: number[];
  next?: string;
}

async function* slices(table: string): AsyncGenerator<number[]> {
  let cursor: string | undefined;
  do {
    const slice: Slice = await getJson(`/tables/${table}/rows${cursor ? `?cursor=${cursor}` : ""}`);
    yield slice.rows;
    cursor = slice.next;
  } while (cursor);
}

export const GET: RequestHandler = async ({ params }) => {
  let rows = 0;
  let sum = 0;
  for await (const slice of slices(params.table)) {
    rows += slice.length;
    for (const value of slice) sum += value;
  }
  return json({ rows, sum });
};
