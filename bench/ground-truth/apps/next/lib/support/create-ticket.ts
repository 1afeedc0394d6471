import { http } from "./result";

export interface Draft {
  subject: string;
  queue: string;
  plan: string;
}

export type Created = { kind: "created"; id: string } | { kind: "nobody" } | { kind: "failed" };

type Policy = { hours: number };
type Rota = { agent: string | null };

export function parseDraft(form: FormData): Draft | string {
  const subject = form.get("subject");
  const queue = form.get("queue");
  const plan = form.get("plan");
  if (typeof subject !== "string" || subject.trim().length < 3) return "subject";
  if (typeof queue !== "string" || !/^[a-z]+$/.test(queue)) return "queue";
  return { subject: subject.trim(), queue, plan: typeof plan === "string" && plan !== "" ? plan : "free" };
}

export const policyOf = async (plan: string): Promise<Policy> => {
  const found = await http.get<Policy>(`/policies/${plan}`);
  return found.ok ? found.value : { hours: 72 };
};

export const rotaOf = async (queue: string): Promise<Rota> => {
  const found = await http.get<Rota>(`/rota/${queue}`);
  return found.ok ? found.value : { agent: null };
};

export async function open(draft: Draft, policy: Policy, rota: Rota): Promise<Created> {
  if (rota.agent === null) return { kind: "nobody" };
  const ticket = await http.post<{ id: string }>("/tickets", {
    subject: draft.subject,
    queue: draft.queue,
    assignee: rota.agent,
    dueInHours: policy.hours,
  });
  if (!ticket.ok) return { kind: "failed" };
  await http.post("/notifications", { to: rota.agent, ticket: ticket.value.id });
  return { kind: "created", id: ticket.value.id };
}
