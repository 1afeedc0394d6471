import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defaultClientConditions, defineConfig } from "vite";
import { finish } from "./tools/finish.ts";

/** Few files instead of one per component: what every page needs comes first, the timeline with the pages that draw it. */
const CHUNKS = [
  {
    name: "app",
    priority: 2,
    test: /node_modules|src\/(api|format|keyboard|list|live|router|state)\/|components\/(Plain|Notice|Failure|Menu)|views\/PageHead|i18n\/(en|locale)|core\/src\/(evidence\/(verdict|channel)|messages\/(message|said-in|count|duration|finding-title|terms\.en))/,
  },
  {
    name: "timeline",
    priority: 1,
    test: /src\/(timeline|evidence|traces)\/|components\/(Reason|VerdictBadge|SiteLine|Lock)|i18n\/(reason|owner)|messages\/(reasons|advice)\.en/,
  },
];

export default defineConfig({
  // Relative addresses only; `index.html` carries a <base> that the collector fits to the depth of the page.
  base: "./",
  plugins: [svelte(), finish()],
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
