import type { FastifyInstance, FastifyRequest } from "fastify";
import { api } from "../clients/api.ts";

const cached = new WeakMap<FastifyRequest, Map<string, Promise<unknown>>>();

/** One answer per path and request. */
function once<T>(req: FastifyRequest, path: string): Promise<T> {
  let known = cached.get(req);
  if (!known) cached.set(req, (known = new Map()));
  if (!known.has(path)) known.set(path, api.get<T>(path));
  return known.get(path) as Promise<T>;
}

interface Product {
  name: string;
  supplier: { code: string };
}

async function title(req: FastifyRequest, sku: string): Promise<string> {
  return (await once<Product>(req, `/catalog/${sku}`)).name;
}

async function supplier(req: FastifyRequest, sku: string): Promise<string> {
  const { supplier } = await once<Product>(req, `/catalog/${sku}`);
  const { country } = await once<{ country: string }>(req, `/suppliers/${supplier.code.slice(4)}`);
  return country;
}

export async function platform(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { sku: string } }>("/labels/:sku", async (req) => ({
    title: await title(req, req.params.sku),
    origin: await supplier(req, req.params.sku),
  }));

  app.patch<{ Params: { id: string }; Body: { locale: string } }>("/preferences/:id", async (req) => {
    await api.patch(`/preferences/${req.params.id}`, { locale: req.body.locale });
    await api.post("/edge-cache/purge", { key: `preferences:${req.params.id}` });
    return api.get(`/preferences/${req.params.id}`);
  });
}
