import { WeirError } from "./errors.ts";

/**
 * What a server answered, whole. Whoever answers may not be who was meant, and may send for ever.
 *
 * @throws WeirError `WEIR_ANSWER_TOO_LARGE` as soon as it is more than `maxBytes`
 */
export async function answerBytes(response: Response, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > maxBytes) throw new WeirError("WEIR_ANSWER_TOO_LARGE", `An answer is larger than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
