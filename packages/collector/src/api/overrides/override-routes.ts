import type { Override } from "@weir/core";
import { z } from "zod";
import { WeirError } from "../../errors.ts";
import { type NewOverride, OverrideBook } from "../../overrides/override-book.ts";
import type { ApiContext } from "../context.ts";
import { defined } from "../defined.ts";
import type { AnyRoute, ApiRoute } from "../define-route.ts";
import { named } from "../schema/registry.ts";
import { override, overrideList, type OverrideListAnswer } from "../schema/override.ts";
import { text } from "../schema/query.ts";

interface OverrideBody extends Omit<NewOverride, "by"> {
  /** Who; the API knows tokens, not people. */
  readonly by?: string;
}

const body: z.ZodType<OverrideBody> = named(
  "OverrideRequest",
  z.strictObject({
    service: text,
    says: z.enum(["needed", "reads"]),
    pair: z.exactOptional(z.string().regex(/^[\x20-\x7e]{1,200}$/)),
    call: z.exactOptional(z.string().min(1).max(2_000)),
    reason: z.string().trim().min(1).max(1_000),
    by: z.exactOptional(z.string().trim().min(1).max(100)),
  }),
);

interface OverrideQuery {
  readonly service?: string;
}

/** What people say about calls: that a call only reads, or that a later call does need an earlier one. */
export function overrideRoutes({ store, clock }: ApiContext): readonly AnyRoute[] {
  const book = new OverrideBook(store, clock);
  return [listOverrides(book), putOverride(book), withdrawOverride(book)];
}

function listOverrides(book: OverrideBook): ApiRoute<OverrideQuery, undefined, OverrideListAnswer> {
  return {
    method: "GET",
    path: "/overrides",
    summary: "What people said about calls, newest first, withdrawn words included",
    access: "read",
    query: z.strictObject({ service: z.exactOptional(text) }),
    answer: overrideList,
    handle: async ({ query: { service } }) => ({ overrides: await book.list(service) }),
  };
}

function putOverride(book: OverrideBook): ApiRoute<object, OverrideBody, Override> {
  return {
    method: "POST",
    path: "/overrides",
    summary: "Says that a call only reads, or that a pair's later call needs the earlier one; outweighs evidence",
    access: "write",
    query: z.strictObject({}),
    body,
    answer: override,
    refusals: { 409: "There are too many overrides" },
    handle: async ({ body: { service, says, pair, call, reason, by = "api" } }) => {
      const about = says === "needed" ? pair : call;
      const other = says === "needed" ? call : pair;
      if (about === undefined || other !== undefined) {
        throw new WeirError("WEIR_INVALID_INPUT", "`needed` goes with `pair`, and `reads` with `call`", {
          status: 400,
        });
      }
      return book.put({ service, says, ...defined({ pair, call }), reason, by });
    },
  };
}

function withdrawOverride(book: OverrideBook): ApiRoute<object, undefined, Override> {
  return {
    method: "POST",
    path: "/overrides/:id/withdraw",
    summary: "Takes a word back: what was counted, and what comes, decides again",
    access: "write",
    query: z.strictObject({}),
    answer: override,
    refusals: { 404: "No such override" },
    handle: ({ params }) => book.withdraw(params["id"] ?? ""),
  };
}
