import type { Socket } from "node:net";
import { errorBody, WeirError } from "../errors.ts";

/** Answers what is not even HTTP, and clients that are too slow or send too many headers; then hangs up. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = refusalOf(error.code);
  const body = JSON.stringify(errorBody(refusal));
  const reason = REASONS[refusal.status] ?? "Bad Request";
  socket.end(
    `HTTP/1.1 ${refusal.status} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
      `Connection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  431: "Request Header Fields Too Large",
};

function refusalOf(code: string | undefined): WeirError {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return new WeirError("WEIR_REQUEST_TIMEOUT", "The request took too long to arrive", { status: 408 });
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    return new WeirError("WEIR_HEADERS_TOO_LARGE", "The headers are too large", { status: 431 });
  }
  return new WeirError("WEIR_BAD_HTTP", "This is not a valid HTTP request", { status: 400 });
}
