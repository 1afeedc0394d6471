import type { Call } from "../model/call.ts";
import type { Frame } from "../model/frame.ts";
import type { Request } from "../model/request.ts";

/** The same request with other frames per call: raw ones replaced by those mapped to the user's source. */
export function withFrames(request: Request, frames: (call: Call) => readonly Frame[]): Request {
  return { ...request, calls: request.calls.map((call) => ({ ...call, frames: frames(call) })) };
}
