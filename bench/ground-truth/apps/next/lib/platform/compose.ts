import type { NextRequest } from "next/server";
import { call, raw } from "./gateway";

export interface Locals {
  user?: string;
  tenant?: { tenant: string; locale: string };
}

export type Handler = (request: NextRequest, locals: Locals) => Promise<Response>;
type Middleware = (next: Handler) => Handler;

export const requireSession: Middleware = (next) => async (request, locals) => {
  const sid = request.cookies.get("sid")?.value ?? "none";
  const response = await raw(`/compose/sessions/${sid}`);
  if (response.status === 404) return new Response(null, { status: 401 });
  const { user } = (await response.json()) as { user: string };
  return next(request, { ...locals, user });
};

export const attachTenant: Middleware = (next) => async (request, locals) => {
  const tenant = await call<Locals["tenant"]>(`/compose/tenants/${request.headers.get("x-tenant") ?? "acme"}`);
  return next(request, { ...locals, tenant });
};

export const compose =
  (...middleware: Middleware[]) =>
  (handler: Handler) => {
    const composed = middleware.reduceRight((next, wrap) => wrap(next), handler);
    return (request: NextRequest) => composed(request, {});
  };
