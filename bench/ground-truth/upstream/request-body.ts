/** JSON or form as an upstream's answer sees it; text that is neither stays text; undefined without a body. */
export function parseBody(contentType: string | undefined, text: string): unknown {
  if (text === "") return undefined;
  if (contentType?.startsWith("application/x-www-form-urlencoded") === true)
    return Object.fromEntries(new URLSearchParams(text));
  if (contentType?.includes("json") !== true) return text;
  try {
    return JSON.parse(text);
  } catch {
    // The app sent what it calls JSON and is not: the upstream's answer gets to see the text.
    return text;
  }
}
