/** Characters that XML 1.0 cannot hold at all. */
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** A text for an attribute or an element. */
export function xmlText(text: string): string {
  return text.replaceAll(NO_XML, "\ufffd").replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
