import type { InboundText } from "../probe.ts";

/** Fields of a form that are looked at. */
export const MAX_FIELDS = 300;

/**
 * What an inbound body says, field by field; a body that is one value, JSON mostly, has one field without a name. Of a
 * multipart form its texts, not its files. React numbers the fields of a server action (`1_title`): the number is left
 * out.
 */
export function fieldsOf(body: InboundText | undefined): readonly (readonly [name: string, value: string])[] {
  if (body === undefined) return [];
  const { text, type } = body;
  if (/x-www-form-urlencoded/i.test(type)) return [...new URLSearchParams(text)].slice(0, MAX_FIELDS).map(unnumbered);
  const boundary = /multipart\/form-data.*?boundary="?([^";]{1,100})/i.exec(type)?.[1];
  return boundary === undefined ? [["", text]] : partsOf(text, boundary).map(unnumbered);
}

function partsOf(text: string, boundary: string): (readonly [string, string])[] {
  const fields: (readonly [string, string])[] = [];
  for (const part of text.split(`--${boundary}`).slice(1, MAX_FIELDS + 1)) {
    const end = part.indexOf("\r\n\r\n");
    const head = part.slice(0, end);
    const name = /^content-disposition:[^\n]*?\bname="([^"]{0,200})"/im.exec(head)?.[1];
    if (end < 0 || name === undefined || /\bfilename/i.test(head)) continue;
    fields.push([name, part.slice(end + 4).replace(/\r\n$/, "")]);
  }
  return fields;
}

function unnumbered([name, value]: readonly [string, string]): readonly [string, string] {
  return [name.replace(/^(?:\d+_)+/, ""), value];
}
