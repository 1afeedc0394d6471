import type { Request } from "../model/request.ts";
import { callLabel } from "./site.ts";

/** A request whose calls with one of these labels only read, because somebody said so. */
export function withSaidReads(request: Request, labels: ReadonlySet<string>): Request {
  if (labels.size === 0) return request;
  const calls = request.calls.map((call) =>
    call.effect !== "read" && labels.has(callLabel(call))
      ? { ...call, effect: "read" as const, saidToRead: true as const }
      : call,
  );
  return { ...request, calls };
}
