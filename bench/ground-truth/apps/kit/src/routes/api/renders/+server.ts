import { json } from "@sveltejs/kit";
import { setTimeout as sleep } from "node:timers/promises";
import { getJson, sendJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

interface Render {
  state: "queued" | "running" | "done";
  revision: number;
  url?: string;
}

export const POST: RequestHandler = async ({ request }) => {
  const { template } = (await request.json()) as { template: string };
  const { id } = await sendJson<{ id: string }>("POST", "/renders", { template });

  let render = await getJson<Render>(`/renders/${id}?after=0`);
  while (render.state !== "done") {
    await sleep(3);
    render = await getJson<Render>(`/renders/${id}?after=${render.revision}`);
  }
  return json({ url: render.url }, { status: 201 });
};
