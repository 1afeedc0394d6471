import type { FastifyInstance } from "fastify";
import { ApiError, api } from "../clients/api.ts";

interface ById {
  Params: { id: string };
}

interface Definition {
  subject: string;
}

/** False where another worker was faster. */
async function claim(id: string): Promise<boolean> {
  try {
    await api.put(`/jobs/${id}/claim`, {});
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.upstreamStatus === 409) return false;
    throw error;
  }
}

const definitionOf = (id: string) => api.get<Definition>(`/job-definitions/${id}`);
const recipientsOf = (id: string) => api.get<string[]>(`/recipients/${id}`);

async function deliver(id: string, { subject }: Definition, recipients: string[]): Promise<{ sent: number }> {
  await api.post("/mailings", { subject, recipients });
  await api.put(`/jobs/${id}/complete`, {});
  return { sent: recipients.length };
}

async function* pages(org: string): AsyncGenerator<{ at: number; actor: string }[]> {
  let cursor = "start";
  while (cursor !== "") {
    const page = await api.get<{ entries: { at: number; actor: string }[]; next?: string }>(
      `/audit/${org}/entries?after=${cursor}`,
    );
    yield page.entries;
    cursor = page.next ?? "";
  }
}

const settingsOf = (org: string) => api.get<{ anonymous: boolean }>(`/orgs/${org}/settings`);

async function collect(org: string): Promise<{ at: number; actor: string }[]> {
  const entries = [];
  for await (const page of pages(org)) entries.push(...page);
  return entries;
}

const lines = (entries: { at: number; actor: string }[], anonymous: boolean): string[] =>
  entries.map(({ at, actor }) => `${at} ${anonymous ? "somebody" : actor}`);

export async function jobs(app: FastifyInstance): Promise<void> {
  app.post<ById>("/jobs/:id/run", async ({ params: { id } }) => {
    if (!(await claim(id))) return { skipped: true };
    const definition = await definitionOf(id);
    const recipients = await recipientsOf(id);
    return deliver(id, definition, recipients);
  });

  app.post<ById>("/jobs/:id/run-fast", async ({ params: { id } }) => {
    if (!(await claim(id))) return { skipped: true };
    const [definition, recipients] = await Promise.all([definitionOf(id), recipientsOf(id)]);
    return deliver(id, definition, recipients);
  });

  app.get<{ Params: { org: string } }>("/audit-exports/:org", async ({ params: { org } }) => {
    const { anonymous } = await settingsOf(org);
    const entries = await collect(org);
    return lines(entries, anonymous);
  });

  app.get<{ Params: { org: string } }>("/audit-exports-fast/:org", async ({ params: { org } }) => {
    const [{ anonymous }, entries] = await Promise.all([settingsOf(org), collect(org)]);
    return lines(entries, anonymous);
  });
}
