import { redirect } from "@sveltejs/kit";
import { getInvoices } from "#lib/server/billing.ts";
import { getSession } from "#lib/server/session.ts";
import type { PageServerLoad } from "./$types";

/** Nothing of an account is read for someone who has not signed in. */
export const load: PageServerLoad = async (event) => {
  const session = await getSession(event);
  if (!session.signedIn) redirect(303, "/login");

  const { invoices } = await getInvoices(event);
  return { name: session.user.name, invoices };
};
