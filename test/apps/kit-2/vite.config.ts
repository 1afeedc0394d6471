import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vite";

// SvelteKit 2's own maps stop at its intermediate output; with these a frame leads back to the source.
export default defineConfig({ plugins: [sveltekit()], build: { sourcemap: true } });
