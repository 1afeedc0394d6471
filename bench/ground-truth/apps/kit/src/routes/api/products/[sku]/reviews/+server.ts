import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => json(await getJson(`/products/${params.sku}/reviews`));
