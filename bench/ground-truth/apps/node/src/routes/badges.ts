import type { FastifyInstance } from "fastify";
import { UPSTREAM_URL } from "../clients/upstream-url.ts";

interface ByRepo {
  Params: { owner: string; repo: string };
}

interface Build {
  state: "passing" | "failing" | "none";
}

interface Coverage {
  percent: number;
}

async function read<T>(path: string): Promise<T> {
  const res = await fetch(`${UPSTREAM_URL}${path}`);
  if (!res.ok) throw Object.assign(new Error(`${path}: ${res.status}`), { statusCode: 502 });
  return (await res.json()) as T;
}

const coverageOf = (repo: string) => read<Coverage>(`/coverage/${repo}`);
const buildOf = (repo: string) => read<Build>(`/builds/${repo}/latest`);

export async function badges(app: FastifyInstance): Promise<void> {
  app.get<ByRepo>("/badges/:owner/:repo", async ({ params: { owner, repo } }) => {
    const coverage = await coverageOf(`${owner}.${repo}`);
    const build = await buildOf(`${owner}.${repo}`);
    if (build.state === "none") return { label: "build", text: "unknown" };

    return { label: "build", text: `${build.state}, ${coverage.percent}%` };
  });

  app.get<ByRepo>("/badges-fast/:owner/:repo", async ({ params: { owner, repo } }) => {
    const [coverage, build] = await Promise.all([coverageOf(`${owner}.${repo}`), buildOf(`${owner}.${repo}`)]);
    if (build.state === "none") return { label: "build", text: "unknown" };

    return { label: "build", text: `${build.state}, ${coverage.percent}%` };
  });

  app.get("/status", async () => {
    const names = ["search", "mail", "billing", "auth"];
    const all = await Promise.allSettled(names.map((name) => read<{ ok: boolean }>(`/ping/${name}`)));
    return Object.fromEntries(all.map((one, at) => [names[at], one.status === "fulfilled" && one.value.ok]));
  });
}
