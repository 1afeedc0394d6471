import type { SourceUpload } from "@weir/core";
import { z } from "zod";
import type { ApiContext } from "../context.ts";
import type { ApiRoute } from "../define-route.ts";
import { sourceUpload, taken } from "../schema/collector.ts";

/** Of the body as it arrives, compressed or not. Bytes. */
export const MAX_SOURCES_BODY: number = 16 * 1024 * 1024;

/** `POST /sources`: built files with their source maps, for mapping stacks and reading the functions around a call. */
export function takeSources({ sources }: Pick<ApiContext, "sources">): ApiRoute<object, SourceUpload, object> {
  return {
    method: "POST",
    path: "/sources",
    summary: "Takes built files and their source maps; gzip is understood",
    access: "ingest",
    query: z.strictObject({}),
    body: sourceUpload,
    bodyLimit: MAX_SOURCES_BODY,
    answer: taken,
    refusals: { 503: "They could not be kept now; send them again" },
    handle: async ({ body: { service, env, version = "", files } }) => {
      await sources.put({ service, env, version }, files);
      return {};
    },
  };
}
