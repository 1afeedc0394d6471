import { decode } from "./built-path.ts";

const COMMENT = /\/\/[#@]\s*sourceMappingURL=(?<url>\S+)\s*$/;

/** Where a built file says its map is: inside itself as text, beside itself as a relative path, or nowhere. */
export function mapReference(content: string): { readonly inline: string } | { readonly beside: string } | undefined {
  const url = COMMENT.exec(content.slice(content.lastIndexOf("sourceMappingURL=") - 8))?.groups?.["url"];
  if (url === undefined || !content.includes("sourceMappingURL=")) return undefined;
  if (!url.startsWith("data:")) return /^[a-z][\w+.-]*:/i.test(url) ? undefined : { beside: decode(url) };
  const comma = url.indexOf(",");
  if (comma < 0) return undefined;
  const body = url.slice(comma + 1);
  const text = url.slice(0, comma).endsWith(";base64") ? Buffer.from(body, "base64").toString("utf8") : undefined;
  return text === undefined ? undefined : { inline: text };
}
