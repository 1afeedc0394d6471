import { parseArgs } from "node:util";

export const PARTS = ["backend", "next-app", "sveltekit-app", "collector"] as const;
export type Part = (typeof PARTS)[number];

export interface StartOptions {
  /** Wanted ports; the next free one is taken where another process has it. */
  readonly ports: Readonly<Record<Part, number>>;
  /** Stop after the summary instead of waiting for Ctrl-C. */
  readonly once: boolean;
  /** Requests of traffic per route, and how many are under way at once. */
  readonly perRoute: number;
  readonly concurrency: number;
  readonly maxSeconds: number;
  /** Divides every latency of the backend. */
  readonly speed: number;
  readonly seed: number;
  /** Whose SDK the Next.js app runs on: the agent's own, or `@vercel/otel` with the agent in it. */
  readonly nextSdk: "weir" | "vercel";
  /** Folder of the collector's store, and of the logs of everything started. */
  readonly data: string;
}

const PORT_VARIABLES: Readonly<Record<Part, readonly [string, number]>> = {
  backend: ["WEIR_EXAMPLE_BACKEND_PORT", 4200],
  "next-app": ["WEIR_EXAMPLE_NEXT_PORT", 3100],
  "sveltekit-app": ["WEIR_EXAMPLE_SVELTEKIT_PORT", 3200],
  collector: ["WEIR_PORT", 4318],
};

/** @throws Error naming the flag or variable that is wrong. */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): StartOptions {
  const { values } = parseArgs({ args: [...args], options: { once: { type: "boolean" } } });
  const number = (name: string, fallback: number, low: number, high: number): number => {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    const value = Number(text);
    if (!(value >= low && value <= high)) throw new Error(`${name}=${text} is not a number from ${low} to ${high}`);
    return value;
  };
  const port = (part: Part): number => number(...PORT_VARIABLES[part], 1, 65_535);
  return {
    ports: {
      backend: port("backend"),
      "next-app": port("next-app"),
      "sveltekit-app": port("sveltekit-app"),
      collector: port("collector"),
    },
    once: values.once ?? env["WEIR_START_ONCE"] === "1",
    perRoute: number("WEIR_START_REQUESTS", 40, 1, 100_000),
    concurrency: number("WEIR_START_CONCURRENCY", 16, 1, 1000),
    maxSeconds: number("WEIR_START_SECONDS", 240, 1, 86_400),
    speed: number("WEIR_EXAMPLE_SPEED", 1, 0.01, 1000),
    seed: number("WEIR_EXAMPLE_SEED", 7, 0, 2 ** 31),
    nextSdk: sdkOf(env["WEIR_EXAMPLE_OTEL"]),
    data: env["WEIR_DATA"] ?? ".weir/demo",
  };
}

function sdkOf(text: string | undefined): StartOptions["nextSdk"] {
  if (text === undefined || text === "") return "weir";
  if (text === "weir" || text === "vercel") return text;
  throw new Error(`WEIR_EXAMPLE_OTEL=${text} is neither weir nor vercel`);
}
