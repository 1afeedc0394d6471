import type { Hello } from "@weir/core";
import { z } from "zod";
import type { ApiContext } from "../context.ts";
import type { ApiRoute } from "../define-route.ts";
import { hello, taken } from "../schema/collector.ts";

/** `POST /hello`: an agent started. */
export function takeHello({
  agents,
  clock,
  events,
}: Pick<ApiContext, "agents" | "clock" | "events">): ApiRoute<object, Hello, object> {
  return {
    method: "POST",
    path: "/hello",
    summary: "An agent says that it started",
    access: "ingest",
    query: z.strictObject({}),
    body: hello,
    answer: taken,
    handle: async ({ body }) => {
      agents.hello(body, clock());
      const { service, env } = body;
      events.publish({ name: "agent.hello", key: JSON.stringify([service, env]), item: { service, env } });
      return {};
    },
  };
}
