import type { IncomingMessage, ServerResponse } from "node:http";
import { customs, customsFast } from "./customs.ts";
import { parcel, parcelFast } from "./parcels.ts";

export type LegacyHandler = (id: string, send: (status: number, body: unknown) => void) => void;

const HANDLERS: readonly { path: RegExp; run: LegacyHandler }[] = [
  { path: /^\/legacy\/parcels\/([\w-]+)$/, run: parcel },
  { path: /^\/legacy\/parcels-fast\/([\w-]+)$/, run: parcelFast },
  { path: /^\/legacy\/customs\/([\w-]+)$/, run: customs },
  { path: /^\/legacy\/customs-fast\/([\w-]+)$/, run: customsFast },
];

/** Answers requests of the old API; false where there is no such route. */
export function legacyRouter(req: IncomingMessage, res: ServerResponse): boolean {
  const path = new URL(req.url ?? "/", "http://localhost").pathname;
  for (const { path: pattern, run } of HANDLERS) {
    const id = pattern.exec(path)?.[1];
    if (id === undefined) continue;
    run(id, (status, body) => {
      res.writeHead(status, { "content-type": "application/json" });
      res.end(JSON.stringify(body));
    });
    return true;
  }
  return false;
}
