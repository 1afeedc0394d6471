import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defaultClientConditions, defineConfig } from "vite";
import { precompress } from "./tools/precompress.ts";

export default defineConfig({
  // Relative addresses only; `index.html` carries a <base> that the collector fits to the depth of the page.
  base: "./",
  plugins: [svelte(), precompress()],
  resolve: { conditions: ["@weir/source", ...defaultClientConditions] },
  build: {
    target: "es2023",
    outDir: "dist",
    emptyOutDir: true,
    // An inlined asset would be a data: address, which the content security policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    port: Number(process.env["WEIR_DASHBOARD_PORT"] ?? 4319),
    proxy: { "/api": process.env["WEIR_COLLECTOR"] ?? "http://127.0.0.1:4318" },
  },
});
