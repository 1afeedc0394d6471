import { answerBytes } from "../answer-bytes.ts";
import { type ErrorCode, WeirError } from "../errors.ts";
import { apiPath, type ApiQuery, type ApiReader } from "./reader.ts";

export interface RemoteOptions {
  /** Sent as a bearer token when there is one. */
  readonly token?: string | undefined;
  /** Milliseconds. */
  readonly timeoutMs?: number;
  /** What to do where no collector answers. */
  readonly whenAway?: string;
}

const TIMEOUT_MS = 30_000;
/** No answer of ours is larger; a server that is not ours may send anything. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024;

/** The API of a collector that runs somewhere. */
export class RemoteReader implements ApiReader {
  readonly url: string;
  readonly #options: RemoteOptions;

  constructor(url: string, options: RemoteOptions = {}) {
    this.url = url.replace(/\/+$/, "");
    this.#options = options;
  }

  get<Answer>(path: string, query: ApiQuery = {}): Promise<Answer> {
    return this.#ask<Answer>("GET", apiPath(path, query), undefined);
  }

  post<Answer>(path: string, body: object): Promise<Answer> {
    return this.#ask<Answer>("POST", path, JSON.stringify(body));
  }

  async #ask<Answer>(method: string, path: string, body: string | undefined): Promise<Answer> {
    const {
      token,
      timeoutMs = TIMEOUT_MS,
      whenAway = "Start one with `weir dev`, or name another with --url",
    } = this.#options;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.url}/api/v1/${path}`, {
        method,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: "application/json",
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body }),
      });
      text = (await answerBytes(response, MAX_ANSWER_BYTES)).toString("utf8");
    } catch (cause) {
      throw new WeirError("WEIR_UNREACHABLE", `No collector answers at ${this.url}`, {
        hint: whenAway,
        cause,
      });
    }
    return readAnswer(response.status, text, this.url) as Answer;
  }
}

/** @throws WeirError what the API said, or that whoever answered is no collector */
export function readAnswer(status: number, text: string, where: string): unknown {
  const body = parsed(text);
  if (status === 200 && body?.["schemaVersion"] !== undefined) return body;
  const error = body?.["error"] as
    | { readonly code?: unknown; readonly message?: unknown; readonly hint?: unknown }
    | undefined;
  if (typeof error?.code !== "string" || typeof error.message !== "string") {
    // A trace in a format of its own has no schema version.
    if (status === 200 && body !== undefined && ("resourceSpans" in body || "data" in body)) return body;
    throw new WeirError("WEIR_NOT_A_COLLECTOR", `What answers at ${where} is not Weir`, {
      hint: "Name the address that `weir dev` printed, with --url",
    });
  }
  const hint =
    status === 401 || status === 403 ? "Set WEIR_READ_TOKEN (WEIR_WRITE_TOKEN to change anything)" : error.hint;
  throw new WeirError(error.code as ErrorCode, error.message, {
    status,
    ...(typeof hint === "string" ? { hint } : {}),
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
