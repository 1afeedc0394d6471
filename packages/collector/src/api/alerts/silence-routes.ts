import type { AlertMatch, AlertSilence } from "@weir/core";
import { z } from "zod";
import type { AlertDesk } from "../../alert/alert-desk.ts";
import { WeirError } from "../../errors.ts";
import { DAY_MS } from "../../store/day.ts";
import type { ApiContext } from "../context.ts";
import type { AnyRoute, ApiRoute } from "../define-route.ts";
import { alertMatch, alertSilence } from "../schema/alerts.ts";
import { named } from "../schema/registry.ts";

/** Nobody remembers a silence longer. Milliseconds. */
const MAX_SILENCE_MS = 365 * DAY_MS;

interface SilenceBody {
  readonly match: AlertMatch;
  readonly reason: string;
  readonly until: string;
  /** Who; the API knows tokens, not people. */
  readonly by?: string;
}

const body: z.ZodType<SilenceBody> = named(
  "AlertSilenceRequest",
  z.strictObject({
    match: alertMatch,
    reason: z.string().trim().min(1).max(1_000),
    until: z.iso.datetime({ offset: true }),
    by: z.exactOptional(z.string().trim().min(1).max(100)),
  }),
);

export function silenceRoutes({ clock }: ApiContext, desk: AlertDesk): readonly AnyRoute[] {
  const make: ApiRoute<object, SilenceBody, AlertSilence> = {
    method: "POST",
    path: "/alerts/silences",
    summary: "Keeps quiet about what matches, until a moment",
    access: "write",
    query: z.strictObject({}),
    body,
    answer: alertSilence,
    handle: ({ body: { match, reason, until, by = "api" } }) => {
      const end = Date.parse(until);
      checkMatch(match);
      checkEnd(end, clock());
      return desk.silences.begin(match, reason, by, end);
    },
  };
  const end: ApiRoute<object, undefined, AlertSilence> = {
    method: "POST",
    path: "/alerts/silences/:id/end",
    summary: "Ends a silence now",
    access: "write",
    query: z.strictObject({}),
    answer: alertSilence,
    refusals: { 404: "No such silence" },
    handle: ({ params }) => desk.silences.end(params["id"] ?? ""),
  };
  return [make, end];
}

/** A silence about nothing in particular would be one about everything. */
function checkMatch(match: AlertMatch): void {
  if (Object.keys(match).length > 0) return;
  throw new WeirError("WEIR_INVALID_INPUT", "The body's `match` names nothing", { status: 400 });
}

function checkEnd(end: number, now: number): void {
  if (end > now && end - now <= MAX_SILENCE_MS) return;
  throw new WeirError("WEIR_INVALID_INPUT", "The body's `until` is in the past, or more than a year away", {
    status: 400,
  });
}
