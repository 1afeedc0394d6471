import { getJson } from "./http";

interface Page {
  rows: string[];
  next: string | null;
}

export async function* shipmentsOf(depot: string): AsyncGenerator<string> {
  let cursor: string | null = null;
  do {
    const page: Page = await getJson<Page>("/shipments/feed", { depot, ...(cursor && { cursor }) });
    yield* page.rows;
    cursor = page.next;
  } while (cursor);
}
