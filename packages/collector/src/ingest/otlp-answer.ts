import type { WeirError } from "../errors.ts";
import type { Encoding } from "./body-form.ts";
import { messageField, textField, varintField } from "./protobuf/message-writer.ts";

/** What the sender is told about spans in an accepted request. */
export interface PartialSuccess {
  /** 0 when all were taken and the message is advice. */
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

/** Body of a 200: an `Export…ServiceResponse`, empty when there is nothing to say. */
export function exportAnswer(encoding: Encoding, partial: PartialSuccess | undefined): Buffer {
  if (encoding === "json") {
    const answer =
      partial === undefined
        ? {}
        : { partialSuccess: { rejectedSpans: String(partial.rejectedSpans), errorMessage: partial.errorMessage } };
    return Buffer.from(JSON.stringify(answer));
  }
  if (partial === undefined) return Buffer.alloc(0);
  return messageField(1, [varintField(1, partial.rejectedSpans), textField(2, partial.errorMessage)]);
}

const BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest";

/** Codes of `google.rpc.Code` by HTTP status. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: 3, // INVALID_ARGUMENT
  401: 16, // UNAUTHENTICATED
  403: 7, // PERMISSION_DENIED
  404: 5, // NOT_FOUND
  405: 12, // UNIMPLEMENTED
  408: 4, // DEADLINE_EXCEEDED
  413: 8, // RESOURCE_EXHAUSTED
  415: 3, // INVALID_ARGUMENT
  429: 8, // RESOURCE_EXHAUSTED
  503: 14, // UNAVAILABLE
};
const INTERNAL = 13;

/** Body of every refusal: a `google.rpc.Status`; a 400 says in its details what is wrong with the body. */
export function statusAnswer(encoding: Encoding, error: WeirError): Buffer {
  const code = RPC_CODES[error.status] ?? INTERNAL;
  const message = `${error.message} [${error.code}]${error.hint === undefined ? "" : `. ${error.hint}`}`;
  if (encoding === "json") {
    const details = [{ "@type": BAD_REQUEST, fieldViolations: [{ field: "body", description: error.message }] }];
    return Buffer.from(JSON.stringify(error.status === 400 ? { code, message, details } : { code, message }));
  }
  const fields = [varintField(1, code), textField(2, message)];
  if (error.status !== 400) return Buffer.concat(fields);
  const violation = messageField(1, [textField(1, "body"), textField(2, error.message)]);
  return Buffer.concat([...fields, messageField(3, [textField(1, BAD_REQUEST), messageField(2, [violation])])]);
}
