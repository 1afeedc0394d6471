import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build, defaultClientConditions } from "vite";
import { REPORT_ELEMENT, REPORT_PLACEHOLDER } from "../src/report/report-data.ts";
import { cssHash } from "./css-hash.ts";
import { inlineValues } from "./inline-values.ts";

/**
 * Writes `report.html`: the whole app in one file, made of the same sources, with a place for its data. Script and style
 * are named by their digests, so nothing else can run in it and nothing can be asked for.
 */
export async function writeReport(root: string, folder: string): Promise<void> {
  const { script, style } = await bundle(root);
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const html = `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Weir</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<script type="application/json" id="${REPORT_ELEMENT}">${REPORT_PLACEHOLDER}</script>
<script type="module">${script}</script>
</body>
</html>
`;
  await writeFile(join(folder, "report.html"), html);
}

async function bundle(root: string): Promise<{ readonly script: string; readonly style: string }> {
  const result = await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [svelte({ compilerOptions: { cssHash } }), inlineValues()],
    resolve: { conditions: ["@weir/source", ...defaultClientConditions] },
    build: {
      target: "es2023",
      write: false,
      cssCodeSplit: false,
      modulePreload: false,
      copyPublicDir: false,
      rolldownOptions: { input: join(root, "src/main.ts"), output: { codeSplitting: false } },
    },
  });
  if (!("output" in result)) throw new Error("the report's build gave no output");
  let script = "";
  let style = "";
  for (const file of result.output) {
    if (file.type === "chunk") script += file.code;
    else if (file.fileName.endsWith(".css")) style += String(file.source);
  }
  if (script === "" || style === "") throw new Error("the report's build left out its script or its style");
  // Inside an element, only its own end could be mistaken.
  return { script: script.replaceAll("</script", "<\\/script"), style: style.replaceAll("</style", "<\\/style") };
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
