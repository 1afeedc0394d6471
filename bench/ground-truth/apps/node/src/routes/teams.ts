import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ApiError, api } from "../clients/api.ts";

interface ById {
  Params: { id: string };
}

async function requireApiKey(req: FastifyRequest, reply: FastifyReply): Promise<void> {
  const key = req.headers["x-api-key"];
  if (typeof key !== "string") return void reply.code(401).send({ error: "no key" });
  try {
    await api.get(`/auth/keys/${key}`);
  } catch (error) {
    if (error instanceof ApiError && error.upstreamStatus === 404)
      return void reply.code(401).send({ error: "bad key" });
    throw error;
  }
}

const teamOf = (id: string) => api.get<{ name: string }>(`/teams/${id}`);
const tasksOf = (id: string) => api.get<{ title: string; done: boolean }[]>(`/tasks?team=${id}`);

const summary = (team: { name: string }, tasks: { done: boolean }[]) => ({
  team: team.name,
  open: tasks.filter((task) => !task.done).length,
});

export async function teams(app: FastifyInstance): Promise<void> {
  app.addHook("preHandler", requireApiKey);

  app.get<ById>("/teams/:id/summary", async (req) => {
    const team = await teamOf(req.params.id);
    const tasks = await tasksOf(req.params.id);
    return summary(team, tasks);
  });

  app.get<ById>("/teams/:id/summary-fast", async (req) => {
    const [team, tasks] = await Promise.all([teamOf(req.params.id), tasksOf(req.params.id)]);
    return summary(team, tasks);
  });
}
