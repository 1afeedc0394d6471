"use server";

import { redirect } from "next/navigation";
import { open, parseDraft, policyOf, rotaOf } from "@/lib/support/create-ticket";

export async function createTicket(form: FormData): Promise<void> {
  const draft = parseDraft(form);
  if (typeof draft === "string") redirect(`/support/tickets/new?invalid=${draft}`);

  const policy = await policyOf(draft.plan);
  const rota = await rotaOf(draft.queue);
  const created = await open(draft, policy, rota);

  redirect(created.kind === "created" ? `/support/tickets/new/done?id=${created.id}` : `/support/tickets/new?failed=1`);
}

export async function createTicketTogether(form: FormData): Promise<void> {
  const draft = parseDraft(form);
  if (typeof draft === "string") redirect(`/support/tickets/new?invalid=${draft}`);

  const [policy, rota] = await Promise.all([policyOf(draft.plan), rotaOf(draft.queue)]);
  const created = await open(draft, policy, rota);

  redirect(created.kind === "created" ? `/support/tickets/new/done?id=${created.id}` : `/support/tickets/new?failed=1`);
}
