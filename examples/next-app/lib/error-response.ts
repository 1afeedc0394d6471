import { ApiError } from "./api-client";

/** What our own clients see when an upstream service fails: its 404 stays a 404, everything else is a bad gateway. */
export function errorResponse(error: unknown): Response {
  if (!(error instanceof ApiError)) throw error;
  const status = error.status === 404 ? 404 : 502;
  return Response.json({ error: status === 404 ? "not found" : "upstream failed" }, { status });
}
