/**
 * What two answers have to agree in: of JSON the values, of a page its visible pieces of text whatever order they were
 * streamed in, of anything else the text.
 */
export function comparableBody(contentType: string, body: string): string {
  if (contentType.includes("json")) return sortedJson(body);
  if (contentType.includes("html")) return visibleText(body).sort().join("\n");
  return body;
}

function sortedJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
        : value,
    );
  } catch {
    // Lines of JSON, or a body cut short: the text itself is compared.
    return text;
  }
}

function visibleText(html: string): string[] {
  return html
    .replace(/<head[\s\S]*?<\/head>/i, "")
    .replaceAll(/<(script|style|noscript)\b[\s\S]*?<\/\1>/gi, "")
    .replaceAll(/<!--[\s\S]*?-->/g, "")
    .split(/<[^>]*>/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}
