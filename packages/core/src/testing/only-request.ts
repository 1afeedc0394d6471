import { assembleRequests } from "../frameworks/assemble.ts";
import type { Request } from "../model/request.ts";
import type { Span } from "../model/span.ts";

/** The one request of some spans. @throws Error when there is none, or another. */
export function onlyRequest(spans: readonly Span[]): Request {
  const [request, ...others] = assembleRequests(spans);
  if (request === undefined || others.length > 0) throw new Error(`${others.length + (request ? 1 : 0)} requests`);
  return request;
}
