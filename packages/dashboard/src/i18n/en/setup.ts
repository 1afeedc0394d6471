import type { Message } from "@weir/core/messages";

/** The page that connects an app. */
export const setupEn = {
  "setup.title": "Connect your app",
  "setup.about": "One package, one file. It works without an account and sends nothing elsewhere.",
  "setup.install": "Install",
  "setup.manager": "Package manager",
  "setup.file": "Add a file",
  "setup.framework": "Framework",
  "setup.next": "Next.js",
  "setup.next-vercel": "Next.js with @vercel/otel",
  "setup.kit2": "SvelteKit 2",
  "setup.kit3": "SvelteKit 3",
  "setup.node": "Node.js",
  "setup.otel": "Any OpenTelemetry SDK",
  "setup.command": "Command",
  "setup.copyPrompt": "Copy as prompt",
  "setup.prompt":
    "Add Weir to this project. Install the packages, then add or change these files, nothing else:\n\n{what}",
  "setup.start": "Start your app, open a page",
  "setup.done": "See the routes",
  "setup.step.agent": "The agent said hello",
  "setup.step.span": "First span arrived",
  "setup.step.route": "First route seen",
  "setup.step.site": "First call with its line in the source",
  "setup.step.finding": "First finding",
  "setup.sample": "Try with sample data",
  "setup.sample.about": "Nothing at hand yet? Look around in what Weir saw in its example shop.",
  "sample.name": "Sample data",
  "sample.about": "Recorded from Weir's example shop. Nothing here comes from your apps, and nothing is kept.",
  "sample.leave": "Leave",
  "stage.nothing": "Waiting for an app",
  "stage.nothing.cure":
    "Nothing has called yet. When your app runs and still nothing shows after 15 seconds, run weir doctor in its folder.",
  "stage.agent-silent": "The agent was here and went silent",
  "stage.agent-silent.cure": "The app has stopped, or it cannot reach this address any more. Start it again.",
  "stage.no-traffic": "The agent is here, waiting for the first request",
  "stage.no-traffic.cure":
    "Open a page of your app. Spans are sent within a second; other OpenTelemetry SDKs wait five seconds (OTEL_BSP_SCHEDULE_DELAY).",
  "stage.no-requests": "Spans arrive, but no request starts in this app",
  "stage.no-requests.cure":
    "Server spans are missing. SvelteKit needs its tracing switched on; other servers need an HTTP server instrumentation.",
  "stage.no-call-sites": "Requests arrive, but not the lines that make the calls",
  "stage.no-call-sites.cure":
    "Use the agent beside your OpenTelemetry set-up. Without call sites most pairs of calls stay unknown.",
  "stage.too-few": "Routes are seen; more requests will decide",
  "stage.too-few.cure": "In development one request is enough for what the source proves; staging asks for 30.",
  "stage.working": "Everything works",
  "stage.working.cure": "Requests are analysed as they come.",
} as const satisfies Readonly<Record<string, Message>>;
