import { error, json } from "@sveltejs/kit";
import { UpstreamError, sendJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

interface Transfer {
  from: string;
  to: string;
  cents: number;
}

export const POST: RequestHandler = async ({ request }) => {
  const { from, to, cents } = (await request.json()) as Transfer;
  const { tx } = await sendJson<{ tx: string }>("POST", "/ledger/transactions", { isolation: "serializable" });
  try {
    await sendJson("POST", `/ledger/transactions/${tx}/debits`, { account: from, cents });
    await sendJson("POST", `/ledger/transactions/${tx}/credits`, { account: to, cents });
    await sendJson("PUT", `/ledger/transactions/${tx}/commit`, {});
  } catch (cause) {
    await sendJson("PUT", `/ledger/transactions/${tx}/rollback`, {});
    if (cause instanceof UpstreamError && cause.status === 422) error(422, "Not enough money");
    throw cause;
  }
  return json({ from, to, cents }, { status: 201 });
};
