import type { NextRequest } from "next/server";
import { shipmentsOf } from "@/lib/logistics/feed";

export async function GET(request: NextRequest) {
  const depot = request.nextUrl.searchParams.get("depot") ?? "ham";
  const encoder = new TextEncoder();
  const rows = shipmentsOf(depot);
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await rows.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${value}\n`));
      } catch (error) {
        // The status is out already: say it in the body.
        controller.enqueue(encoder.encode(`# incomplete: ${String(error)}\n`));
        controller.close();
      }
    },
  });
  return new Response(stream, { headers: { "content-type": "text/plain" } });
}
