const HIDDEN_FIELD = /<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?\/?>/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&amp;": "&",
  "&#x27;": "'",
  "&lt;": "<",
  "&gt;": ">",
};

/** The hidden fields by which a rendered form names its Server Action; empty when the page has no such form. */
export function hiddenFields(html: string): ReadonlyMap<string, string> {
  const form = /<form\b[^>]*>.*?<\/form>/s.exec(html)?.[0] ?? "";
  const fields = new Map<string, string>();
  for (const [, name, value] of form.matchAll(HIDDEN_FIELD)) {
    if (name !== undefined) fields.set(decoded(name), decoded(value ?? ""));
  }
  return fields;
}

/** A `multipart/form-data` body of text fields with the boundary it uses. */
export function multipart(fields: ReadonlyMap<string, string>): { readonly boundary: string; readonly body: string } {
  const boundary = "----example-traffic-form";
  const parts = [...fields].map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { boundary, body: `${parts.join("")}--${boundary}--\r\n` };
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:quot|amp|#x27|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}
