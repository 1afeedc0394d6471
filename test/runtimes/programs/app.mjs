/** An app under test: answers with what `APP` names, calls `UPSTREAM`, prints its URL. Ends as `ENDING` says. */
import { createServer } from "node:http";
import axios from "axios";
import express from "express";
import fastify from "fastify";

const api = process.env.UPSTREAM;

async function getJson(path) {
  const response = await fetch(`${api}${path}`);
  return response.json();
}

async function work() {
  const session = await getJson("/session");
  const config = await getJson("/config");
  const { data } = await axios.get(`${api}/axios`);
  return { session, config, data };
}

const started = (port) => process.send?.({ url: `http://127.0.0.1:${port}` });
const apps = {
  http: () => {
    const server = createServer((_request, response) => {
      void work().then((result) => response.end(JSON.stringify(result)));
    });
    server.listen(0, "127.0.0.1", () => started(server.address().port));
  },
  express: () => {
    const app = express();
    const router = express.Router();
    app.use(express.json());
    router.post("/:id", (request, response, next) => {
      void work().then((result) => response.json([request.body, result]), next);
    });
    app.use("/orders", router);
    const server = app.listen(0, "127.0.0.1", () => started(server.address().port));
  },
  fastify: async () => {
    const app = fastify();
    app.post("/orders/:id", (request) => work().then((result) => [request.body, result]));
    await app.listen({ port: 0, host: "127.0.0.1" });
    started(app.server.address().port);
  },
};
const endings = {
  own: () => process.on("SIGTERM", () => setTimeout(() => process.exit(7), 300)),
};
endings[process.env.ENDING ?? ""]?.();
await apps[process.env.APP ?? "http"]();
for (const end of ["message", "disconnect"]) process.on(end, () => process.exit(0));
