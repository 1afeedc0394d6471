import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defaultClientConditions, defineConfig } from "vite";
import { bundled } from "./tools/bundled.ts";
import { cssHash } from "./tools/css-hash.ts";
import { finish } from "./tools/finish.ts";
import { inlineValues } from "./tools/inline-values.ts";

/**
 * Few files instead of one per component, because little ones compress badly: what the first page needs, the timeline
 * with what it says, alerts, and all other pages together.
 */
const CHUNKS = [
  {
    name: "app",
    priority: 3,
    test: /node_modules|src\/(App|main|api|charts\/(Sparkline|spark)|format|keyboard|layout\/(?!Palette|Help|RangeDialog)|list|live|router|routes\/(?!Pair|RouteVersions|Shared|routes-csv)|state|status\/diagnosis|findings\/tabs|report\/report|sample)|components\/(Plain|Notice|Failure|Menu)|views\/(PageHead|NotFound|RoutesPage|load|prepare)|i18n\/(en|locale)|core\/src\/(evidence\/(verdict|channel)|messages\/(message|said-in|count|duration|finding-title|terms\.en))/,
  },
  {
    name: "timeline",
    priority: 2,
    test: /src\/(timeline|evidence|traces)\/|components\/(Reason|VerdictBadge|SiteLine|Lock)|i18n\/(reason|owner)|messages\/(reasons|advice)\.en/,
  },
  { name: "alerts", priority: 1, test: /src\/alerts\/|views\/Alerts|i18n\/alert|messages\/alert-words\.en/ },
  {
    name: "pages",
    priority: 0,
    test: /src\/(charts|components|deploys|findings|layout|report|routes|setup|status|views)\//,
  },
];

export default defineConfig({
  // Relative addresses only; `index.html` carries a <base> that the collector fits to the depth of the page.
  base: "./",
  plugins: [svelte({ compilerOptions: { cssHash } }), inlineValues(), bundled(), finish()],
  resolve: { conditions: ["@weir/source", ...defaultClientConditions] },
  build: {
    target: "es2023",
    outDir: "dist",
    emptyOutDir: true,
    // An inlined asset would be a data: address, which the content security policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // One small file: pages that come later find their styles already there.
    cssCodeSplit: false,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
  server: {
    port: Number(process.env["WEIR_DASHBOARD_PORT"] ?? 4319),
    proxy: { "/api": process.env["WEIR_COLLECTOR"] ?? "http://127.0.0.1:4318" },
  },
});
