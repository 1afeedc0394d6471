import type { Message } from "@weir/core/messages";

/** The page of deploys. */
export const deploysEn = {
  "deploys.none": "No deploy seen yet",
  "deploys.none.more":
    "A deploy is known by its service.version. Set OTEL_SERVICE_VERSION, or tell the collector from CI.",
  "deploys.one": "One version so far",
  "deploys.one.more": "With the next one, this page says what came and what went.",
  "deploys.base": "Before",
  "deploys.head": "After",
  "deploys.requests": "{base} and {head} requests",
  "deploys.came": "New: {n}",
  "deploys.came.about": "Seen in the later version only.",
  "deploys.worse": "Worse: {n}",
  "deploys.worse.about": "The saving grew by a quarter and by 30 ms or more.",
  "deploys.went": "Gone: {n}",
  "deploys.went.about": "Seen in the earlier version only, though the later one was asked for their routes.",
  "deploys.same": "Same: {n}",
  "deploys.same.about": "Seen in both.",
  "deploys.unasked": "Not asked for yet: {n}",
  "deploys.unasked.about": "Seen in the earlier version; the later one had too few requests of their routes to tell.",
  "deploys.all": "All versions",
} as const satisfies Readonly<Record<string, Message>>;
