import type { FastifyInstance } from "fastify";
import { apiPath, type ApiReader } from "./reader.ts";
import { readAnswer } from "./remote-reader.ts";

/** The API of a server in this process, whether it listens or not. `token` is shown to it like a stranger's. */
export function injectReader(app: FastifyInstance, token?: string): ApiReader {
  const ask = async (method: "GET" | "POST", path: string, body?: object): Promise<unknown> => {
    const answer = await app.inject({
      method,
      url: `/api/v1/${path}`,
      headers: {
        host: "localhost",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return readAnswer(answer.statusCode, answer.body, "this process");
  };
  return {
    get: async <Answer>(path: string, query = {}) => (await ask("GET", apiPath(path, query))) as Answer,
    post: async <Answer>(path: string, body: object) => (await ask("POST", path, body)) as Answer,
  };
}
