import adapter from "@sveltejs/adapter-node";

// The same app twice: with SvelteKit's own spans, and without, where the agent's spans are the requests.
const untraced = process.env.KIT_TRACING === "off";

export default {
  kit: {
    adapter: adapter({ out: untraced ? "build/untraced" : "build/traced" }),
    outDir: untraced ? ".svelte-kit/untraced" : ".svelte-kit",
    // The test posts from no page at all.
    csrf: { trustedOrigins: ["*"] },
    experimental: { instrumentation: { server: true }, tracing: { server: !untraced } },
  },
};
