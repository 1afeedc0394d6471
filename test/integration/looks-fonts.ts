import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

/**
 * Unpacks the fonts that come with the npm Chromium and makes them the only ones it knows: text is as wide on every
 * machine. Returns the environment to start the browser with.
 */
export async function ownFonts(folder: string): Promise<Readonly<Record<string, string>>> {
  const chromium = findPackageJSON("@sparticuz/chromium", import.meta.url);
  if (chromium === undefined) throw new Error("@sparticuz/chromium is not installed");
  const packed = join(dirname(chromium), "bin/fonts.tar.br");
  await mkdir(folder, { recursive: true });
  const tar = join(folder, "fonts.tar");
  await writeFile(tar, brotliDecompressSync(await readFile(packed)));
  execFileSync("tar", ["-xf", tar, "-C", folder]);
  const config = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
</fontconfig>
`;
  const file = join(folder, "fonts.conf");
  await writeFile(file, config);
  return { FONTCONFIG_FILE: file };
}
