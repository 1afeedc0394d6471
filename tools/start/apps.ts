import { join, resolve } from "node:path";
import type { Ports } from "./free-ports.ts";
import type { Part, StartOptions } from "./options.ts";
import type { ProcessSpec } from "./process-group.ts";

export interface App extends Omit<ProcessSpec, "log"> {
  readonly name: Part;
  /** Answers 200 when the app takes requests. */
  readonly health: string;
}

/** How each part is started, for given ports. `root` is the repository's, absolute. */
export function appsOf(root: string, ports: Ports, options: StartOptions): Readonly<Record<Part, App>> {
  const url = (part: Part, path: string): string => `http://127.0.0.1:${ports[part]}${path}`;
  // What a staging server would set: findings open after so many requests and sources are sent along.
  const observed = {
    NODE_ENV: "production",
    WEIR_ENDPOINT: url("collector", ""),
    WEIR_ENVIRONMENT: "staging",
    OTEL_BSP_SCHEDULE_DELAY: "1000",
  };
  return {
    backend: {
      name: "backend",
      node: ["src/main.ts"],
      cwd: join(root, "examples/backend"),
      env: {
        WEIR_EXAMPLE_BACKEND_PORT: String(ports.backend),
        WEIR_EXAMPLE_SPEED: String(options.speed),
        WEIR_EXAMPLE_SEED: String(options.seed),
      },
      health: url("backend", "/health"),
    },
    collector: {
      name: "collector",
      node: [
        "packages/collector/dist/cli/weir.js",
        "start",
        "--port",
        String(ports.collector),
        "--data",
        resolve(root, options.data),
      ],
      cwd: root,
      env: { NODE_ENV: "production" },
      health: url("collector", "/ready"),
    },
    "next-app": {
      name: "next-app",
      node: ["node_modules/next/dist/bin/next", "start", "-p", String(ports["next-app"]), "-H", "127.0.0.1"],
      cwd: join(root, "examples/next-app"),
      env: {
        ...observed,
        NEXT_TELEMETRY_DISABLED: "1",
        SHOP_API_URL: url("backend", ""),
        WEIR_EXAMPLE_OTEL: options.nextSdk,
      },
      health: url("next-app", "/"),
    },
    "sveltekit-app": {
      name: "sveltekit-app",
      node: ["build"],
      cwd: join(root, "examples/sveltekit-app"),
      env: {
        ...observed,
        HOST: "127.0.0.1",
        PORT: String(ports["sveltekit-app"]),
        // The built server takes itself to be behind TLS; here it is not.
        PROTOCOL_HEADER: "x-forwarded-proto",
        TRACKER_API_URL: url("backend", ""),
      },
      health: url("sveltekit-app", "/login"),
    },
  };
}
