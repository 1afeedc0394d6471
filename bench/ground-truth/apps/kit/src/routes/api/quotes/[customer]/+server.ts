import { json } from "@sveltejs/kit";
import { QuoteBuilder } from "#lib/server/quote-builder.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const quote = new QuoteBuilder(params.customer);
  await quote.prepare();
  const { percent } = await quote.rebate();
  return json({ currency: await quote.currency(), percent });
};
