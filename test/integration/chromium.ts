import chromiumPackage from "@sparticuz/chromium";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

/**
 * A real Chromium from npm, without any download at install time. Only this machine's addresses are resolved, so a page
 * that asks for anything else fails instead of reaching out.
 */
export async function launchChromium(environment: Readonly<Record<string, string>> = {}): Promise<Browser> {
  return chromium.launch({
    env: { ...definedOf(process.env), ...environment },
    executablePath: await chromiumPackage.executablePath(),
    args: [
      ...chromiumPackage.args.filter((flag) => !UNWANTED.some((name) => flag.startsWith(name))),
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ],
    headless: true,
  });
}

/** Flags for cloud functions that change how pages behave: one process would let one tab stall the others. */
const UNWANTED = ["--single-process", "--disable-web-security", "--allow-running-insecure-content", "--no-zygote"];

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
