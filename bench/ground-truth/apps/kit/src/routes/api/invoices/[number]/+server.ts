import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

interface Invoice {
  number: string;
  cents: number;
}

export const GET: RequestHandler = async ({ params }) => {
  const invoice = await getJson<Invoice>(`/invoices/${params.number}`);
  const dunning = await getJson<{ level: number }>(`/dunning/${invoice.number}`);
  return json({ ...invoice, dunning: dunning.level });
};
