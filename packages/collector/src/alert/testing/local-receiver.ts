import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What to answer instead of what the place would. `stall`: never. */
export type Order =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly text?: string }
  | "stall";

type Answer = { readonly status: number; readonly text: string };

/** A place of its own on loopback that takes messages like the real one, within its published limits, or fails on command. */
export class LocalReceiver {
  /** Everything that came, refused or not. */
  readonly all: Received[] = [];
  /** What was taken. */
  readonly taken: Received[] = [];
  readonly #server: Server;
  readonly #orders: Order[] = [];
  #standing: Order | undefined;

  constructor(answer: (request: Received) => Answer) {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url: path = "", headers } = request;
        const received = { method, path, headers, text: Buffer.concat(chunks).toString("utf8") };
        this.all.push(received);
        const order = this.#orders.shift() ?? this.#standing;
        if (order === "stall") return;
        const {
          status,
          text = "",
          headers: more = {},
        } = order === undefined ? { ...answer(received), headers: {} } : order;
        if (status >= 200 && status < 300) this.taken.push(received);
        response.writeHead(status, more).end(text);
      });
    });
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For the next requests, one each. */
  order(...orders: readonly Order[]): void {
    this.#orders.push(...orders);
  }

  /** For every request until it is taken back. */
  standing(order: Order | undefined): void {
    this.#standing = order;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

interface SlackText {
  readonly type: string;
  readonly text: string;
}

/** Slack's published limits of an incoming webhook's message: blocks, their texts, and all text together. */
export function slackAnswer({ text }: Pick<Received, "text">): Answer {
  const refuse = (reason: string): Answer => ({ status: 400, text: reason });
  let body: { readonly text?: unknown; readonly blocks?: readonly Record<string, unknown>[] };
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    return refuse("invalid_payload");
  }
  if (typeof body.text !== "string" && body.blocks === undefined) return refuse("no_text");
  const blocks = body.blocks ?? [];
  if (blocks.length > 50) return refuse("invalid_blocks");
  if (blocks.some((block) => !isSlackBlock(block))) return refuse("invalid_blocks");
  const all = textsIn(blocks).join("").length;
  return all > 9_600 ? refuse("msg_blocks_too_long") : { status: 200, text: "ok" };
}

const MAX_TEXT: Readonly<Record<string, number>> = { header: 150, section: 3_000 };

function isSlackBlock(block: Record<string, unknown>): boolean {
  const type = String(block["type"]);
  if (type === "divider") return true;
  if (type === "header" || type === "section") {
    const text = block["text"] as SlackText | undefined;
    const kind = type === "header" ? "plain_text" : "mrkdwn";
    return text?.type === kind && text.text.length > 0 && text.text.length <= (MAX_TEXT[type] ?? 0);
  }
  const elements = (block["elements"] ?? []) as readonly Record<string, unknown>[];
  if (type === "context") return elements.length > 0 && elements.length <= 10;
  if (type !== "actions" || elements.length === 0 || elements.length > 25) return false;
  return elements.every((element) => {
    const { text } = element["text"] as SlackText;
    return element["type"] === "button" && text.length <= 75 && String(element["url"]).length <= 3_000;
  });
}

function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "text" && typeof inner === "string" ? [inner] : textsIn(inner),
  );
}
