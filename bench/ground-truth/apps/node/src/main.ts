import { createServer } from "node:http";
import Fastify, { type FastifyServerFactoryHandler } from "fastify";
import { legacyRouter } from "./legacy/router.ts";
import { badges } from "./routes/badges.ts";
import { deliveries } from "./routes/deliveries.ts";
import { feeds } from "./routes/feeds.ts";
import { finance } from "./routes/finance.ts";
import { jobs } from "./routes/jobs.ts";
import { platform } from "./routes/platform.ts";
import { shipping } from "./routes/shipping.ts";
import { teams } from "./routes/teams.ts";
import { tenants } from "./routes/tenants.ts";

const app = Fastify({
  // Routes below /legacy have not been moved yet.
  serverFactory: (handler: FastifyServerFactoryHandler) =>
    createServer((req, res) => {
      if (!legacyRouter(req, res)) handler(req, res);
    }),
});

await app.register(badges);
await app.register(deliveries);
await app.register(feeds);
await app.register(finance);
await app.register(jobs);
await app.register(platform);
await app.register(shipping);
await app.register(teams);
await app.register(tenants);

await app.listen({ host: "127.0.0.1", port: Number(process.env["PORT"] ?? 3000) });
process.once("SIGTERM", () => void app.close());
