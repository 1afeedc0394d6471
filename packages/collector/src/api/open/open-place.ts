import { z } from "zod";
import { fileInRoots } from "../../editor/file-in-roots.ts";
import type { EditorAccess } from "../../editor/port.ts";
import { WeirError } from "../../errors.ts";
import type { ApiRoute } from "../define-route.ts";
import { taken } from "../schema/collector.ts";
import { named } from "../schema/registry.ts";

interface Place {
  /** As a site gives it: relative to the project, or absolute. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** More lines than any file has. */
const MAX_NUMBER = 10_000_000;

const number = z.int().min(1).max(MAX_NUMBER);
const body: z.ZodType<Place> = named(
  "OpenRequest",
  z.strictObject({
    file: z.string().min(1).max(4_096),
    line: z.exactOptional(number),
    column: z.exactOptional(number),
  }),
);

/** `POST /open`: shows a line in the developer's editor. Only a collector on the developer's own machine has this route. */
export function openPlace({ roots, editor }: EditorAccess): ApiRoute<object, Place, object> {
  return {
    method: "POST",
    path: "/open",
    summary: "Opens a file of the project in the editor of the machine the collector runs on",
    access: "write",
    query: z.strictObject({}),
    body,
    answer: taken,
    refusals: { 404: "No such file in the project's folders", 409: "No editor was found" },
    handle: async ({ body: { file, line = 1, column = 1 } }) => {
      const path = await fileInRoots(file, roots);
      if (path === undefined) {
        throw new WeirError("WEIR_NOT_IN_PROJECT", "There is no such file in the project's folders", { status: 404 });
      }
      if (!(await editor.open({ path, line, column }))) {
        throw new WeirError("WEIR_NO_EDITOR", "No editor was found", {
          status: 409,
          hint: "Start one, or name its command in LAUNCH_EDITOR",
        });
      }
      return {};
    },
  };
}
