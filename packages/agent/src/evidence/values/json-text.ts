import { JsonReader, type ReadJson } from "./json-reader.ts";
import type { Names } from "./names.ts";
import { SearchText } from "./text-search.ts";

/** What is looked at of a text that is JSON; `undefined` for any other. */
export function jsonText(source: SearchText, names: Names): ReadJson | undefined {
  const read = new JsonReader(source, names, false).read();
  if (read !== "untidy") return read;
  // Rare: keys that stand twice, that are numbers in disorder or escaped. The runtime says what they come to.
  const tidy = rewritten(source.text);
  const again = tidy === undefined ? undefined : new JsonReader(new SearchText(tidy), names, true).read();
  return again === "untidy" ? undefined : again;
}

function rewritten(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined; // no JSON, or nested so deep that nobody can write it
  }
}
