import type { IncomingMessage } from "node:http";
import { guard, guarded } from "../guard.ts";
import type { Transport } from "./transport.ts";

const EVENTS_PATH = "/api/v1/events";
const RECONNECT_MS = 5000;
const MAX_RECONNECT_MS = 60_000;
/** Longest message of the stream that is looked at. */
const MAX_MESSAGE_CHARS = 64_000;
/** Findings remembered, so that each is told once. */
const MAX_TOLD = 1000;
const LINES_PER_WINDOW = 5;
const WINDOW_MS = 10_000;

export interface FindingAnnouncerOptions {
  readonly base: string;
  readonly service: string;
  readonly transport: Transport;
  readonly later: (run: () => void, ms: number) => void;
  readonly now: () => number;
  readonly write: (line: string) => void;
}

interface Announcement {
  readonly fingerprint: string;
  readonly service?: string;
  readonly route?: string;
  readonly title?: string;
  readonly duration?: number;
  readonly possible?: unknown;
  readonly url?: string;
}

/** In development: one line in the app's terminal for each new finding of this app. Silent while nobody listens. */
export class FindingAnnouncer {
  readonly #options: FindingAnnouncerOptions;
  readonly #told = new Set<string>();
  #delay = RECONNECT_MS;
  #closed = false;
  #request: { destroy(): unknown } | undefined;
  #windowStart = -Infinity;
  #lines = 0;

  constructor(options: FindingAnnouncerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.later(() => this.#connect(), 0);
  }

  close(): void {
    this.#closed = true;
    this.#request?.destroy();
  }

  #connect(): void {
    if (this.#closed) return;
    let over = false;
    const again = guard("finding stream", () => {
      if (over || this.#closed) return;
      over = true;
      this.#options.later(() => this.#connect(), this.#delay);
      this.#delay = Math.min(MAX_RECONNECT_MS, this.#delay * 2);
    });
    const request = this.#options.transport.open(
      {
        url: `${this.#options.base}${EVENTS_PATH}`,
        method: "GET",
        headers: { accept: "text/event-stream", connection: "close" },
        timeoutMs: 0,
      },
      (response) => {
        if (response.statusCode === 200) this.#delay = RECONNECT_MS;
        this.#listen(response);
        response.on("close", again);
      },
    );
    this.#request = request;
    request.on("error", again);
    request.end();
  }

  #listen(response: IncomingMessage): void {
    let buffer = "";
    response.setEncoding("utf8");
    response.on("error", () => undefined); // `close` follows and reconnects
    response.on("data", (chunk: string) => {
      buffer = (buffer + chunk).replace(/\r\n?/g, "\n");
      for (let end = buffer.indexOf("\n\n"); end !== -1; end = buffer.indexOf("\n\n")) {
        const message = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        guarded("finding message", () => this.#message(message));
      }
      if (buffer.length > MAX_MESSAGE_CHARS) buffer = "";
    });
  }

  #message(text: string): void {
    let name = "";
    let data = "";
    for (const line of text.split("\n")) {
      if (line.startsWith("event:")) name = line.slice(6).trim();
      else if (line.startsWith("data:")) data += line.slice(5);
    }
    if (name !== "finding.opened" || data === "") return;
    const { items } = JSON.parse(data) as { readonly items?: readonly Announcement[] };
    for (const finding of Array.isArray(items) ? items : []) this.#tell(finding);
  }

  #tell(finding: Announcement): void {
    if (typeof finding.fingerprint !== "string" || this.#told.has(finding.fingerprint)) return;
    if (finding.service !== undefined && finding.service !== this.#options.service) return;
    if (this.#told.size < MAX_TOLD) this.#told.add(finding.fingerprint);
    if (this.#mayWrite()) this.#options.write(announcementLine(finding, this.#options.base));
  }

  #mayWrite(): boolean {
    const now = this.#options.now();
    if (now - this.#windowStart > WINDOW_MS) {
      this.#windowStart = now;
      this.#lines = 0;
    }
    this.#lines += 1;
    return this.#lines <= LINES_PER_WINDOW;
  }
}

/** `GET /dashboard 412 ms, could be 231–241 (1 fix)  http://localhost:4318/findings/9f2c…` */
export function announcementLine(finding: Announcement, base: string): string {
  const range = finding.possible as { low?: unknown; high?: unknown } | undefined;
  const possible =
    typeof finding.possible === "number"
      ? String(Math.round(finding.possible))
      : typeof range?.low === "number" && typeof range.high === "number"
        ? `${Math.round(range.low)}–${Math.round(range.high)}`
        : undefined;
  const duration = typeof finding.duration === "number" ? ` ${Math.round(finding.duration)} ms` : "";
  const could = possible === undefined ? "" : `, could be ${possible}`;
  const url = finding.url ?? `${base}/findings/${encodeURIComponent(finding.fingerprint)}`;
  return printable(`${finding.route ?? finding.title ?? "A request"}${duration}${could} (1 fix)  ${url}`);
}

/** One line, whatever the stream says: nothing that moves the cursor or colours the terminal. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is to be removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").slice(0, 500);
}
