import type { Call, Request } from "@weir/core";

/** Evidence that a replay leaves out, to show what it is good for. */
export const VARIANTS = ["everything", "no-source", "no-values", "no-lineage"] as const;

export type Variant = (typeof VARIANTS)[number];

/** A request as an agent without this evidence would have sent it. */
export function without(variant: Variant, request: Request): Request {
  switch (variant) {
    case "no-values":
      return {
        ...request,
        recorded: { ...request.recorded, values: false },
        calls: request.calls.map(withoutValues),
      };
    case "no-lineage":
      return {
        ...request,
        recorded: { ...request.recorded, lineage: false },
        calls: request.calls.map(withoutLineage),
      };
    case "everything":
    case "no-source":
      return request;
    default:
      return variant satisfies never;
  }
}

function withoutValues(call: Call): Call {
  const { values: _, ...rest } = call;
  return rest;
}

function withoutLineage(call: Call): Call {
  const { lineage: _, ...rest } = call;
  return rest;
}
