import type { VisitRequest } from "../truth/case.ts";

export interface VisitAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | null;
  readonly body: string;
  /** From the request's start to the last byte, in milliseconds. */
  readonly tookMs: number;
}

export interface SendOptions {
  /** `http://127.0.0.1:3000` */
  readonly base: string;
  /** Called between what has to be read first (a page with its form) and the request itself. */
  readonly onPrepared?: () => void;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default 30 s. */
  readonly timeoutMs?: number;
}

/** Sends one request of a case. Redirects are answers, not followed. */
export async function sendVisit(asked: VisitRequest, options: SendOptions): Promise<VisitAnswer> {
  const { base, onPrepared, timeoutMs = 30_000 } = options;
  const init = asked.serverAction === true ? await actionOf(asked, options) : plainInit(asked);
  onPrepared?.();
  const started = performance.now();
  const response = await fetch(`${base}${asked.path}`, {
    ...init,
    headers: { origin: base, ...init.headers, ...asked.headers, ...options.headers },
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const body = await response.text();
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    location: response.headers.get("location"),
    body,
    tookMs: performance.now() - started,
  };
}

interface Init {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | FormData;
}

function plainInit({ method, json, form }: VisitRequest): Init {
  if (json !== undefined)
    return { method: method ?? "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(json) };
  if (form === undefined) return { method: method ?? "GET", headers: {} };
  return {
    method: method ?? "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  };
}

/** The page's form sent as a browser without JavaScript would send it. */
async function actionOf(asked: VisitRequest, { base, headers }: SendOptions): Promise<Init> {
  const page = await fetch(`${base}${asked.path}`, { headers: { ...asked.headers, ...headers } });
  const html = await page.text();
  const body = new FormData();
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = attribute(tag, "name");
    if (name !== undefined) body.append(name, attribute(tag, "value") ?? "");
  }
  for (const [name, value] of Object.entries(asked.form ?? {})) body.append(name, value);
  return { method: "POST", headers: {}, body };
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
