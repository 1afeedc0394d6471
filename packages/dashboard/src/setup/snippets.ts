/** What a reader has; the files differ. */
export const FRAMEWORKS = ["next", "next-vercel", "kit2", "kit3", "node", "otel"] as const;

export type Framework = (typeof FRAMEWORKS)[number];

export interface Snippet {
  /** Where it goes. */
  readonly file: string;
  readonly code: string;
}

export const PACKAGE_MANAGERS = ["npm", "pnpm", "yarn", "bun"] as const;

export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

/** The agent, and the OpenTelemetry API beside it: it must be a direct dependency, or a production build loses it. */
export function installLine(manager: PackageManager): string {
  const verb = manager === "npm" ? "install" : "add";
  return `${manager} ${verb} @weir/agent @opentelemetry/api@1.9.1`;
}

const NEXT: Snippet = {
  file: "instrumentation.ts",
  code: `import { registerWeir } from "@weir/agent/next";

export function register() {
  registerWeir();
}
`,
};

const NEXT_VERCEL: Snippet = {
  file: "instrumentation.ts",
  code: `import { registerOTel } from "@vercel/otel";
import { withWeir } from "@weir/agent/next";

export function register() {
  registerOTel(withWeir({ serviceName: "web" }));
}
`,
};

const KIT: Snippet = {
  file: "src/instrumentation.server.ts",
  code: `import { registerWeir } from "@weir/agent/sveltekit";

registerWeir();
`,
};

const KIT2_CONFIG: Snippet = {
  file: "svelte.config.js",
  code: `export default {
  kit: {
    experimental: {
      instrumentation: { server: true },
      tracing: { server: true },
    },
  },
};
`,
};

const KIT3_CONFIG: Snippet = {
  file: "vite.config.ts",
  code: `import { sveltekit } from "@sveltejs/kit/vite";

export default {
  plugins: [sveltekit({ tracing: { server: true } })],
};
`,
};

/** The files to add or change for a framework. `origin` is where this collector listens. */
export function snippetsFor(framework: Framework, origin: string): readonly Snippet[] {
  const endpoint = origin === "http://localhost:4318" ? "" : `OTEL_EXPORTER_OTLP_ENDPOINT=${origin} `;
  const snippets: Readonly<Record<Framework, readonly Snippet[]>> = {
    next: [NEXT],
    "next-vercel": [NEXT_VERCEL],
    kit2: [KIT, KIT2_CONFIG],
    kit3: [KIT, KIT3_CONFIG],
    node: [{ file: "", code: `${endpoint}node --import @weir/agent/register server.js\n` }],
    otel: [
      {
        file: "",
        code: `OTEL_EXPORTER_OTLP_ENDPOINT=${origin}\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\nOTEL_BSP_SCHEDULE_DELAY=1000\n`,
      },
    ],
  };
  return snippets[framework];
}
