import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { agentState } from "../state.ts";
import { InboundBody, MAX_INBOUND_BODIES, MAX_INBOUND_BODY, noteBody } from "./inbound-body.ts";

beforeEach(() => agentState().dropped.clear());

describe("the body of an inbound request", () => {
  it("is let go when it gets too long, and counted", () => {
    const all = { bytes: 0 };
    const body = new InboundBody("text/plain", all);
    body.keep();
    body.take(Buffer.alloc(MAX_INBOUND_BODY, 97));
    expect(body.text()).toHaveLength(MAX_INBOUND_BODY);
    body.take(Buffer.from("a"));
    expect(body.text()).toBeUndefined();
    expect(all.bytes).toBe(0);
    expect(agentState().dropped.get("inbound-body")).toBe(1);
  });

  it("counts from when a request keeps it until the last lets it go", () => {
    const all = { bytes: 0 };
    const body = new InboundBody("text/plain", all);
    body.take(Buffer.from("abc"));
    expect(all.bytes).toBe(0);
    body.keep();
    body.keep();
    body.take(Buffer.from("de"));
    expect(all.bytes).toBe(5);
    body.release();
    expect(body.text()).toBe("abcde");
    body.release();
    expect([all.bytes, body.text()]).toEqual([0, undefined]);
  });

  it("finds no room when others have it all", () => {
    const all = { bytes: MAX_INBOUND_BODIES };
    const body = new InboundBody("text/plain", all);
    body.keep();
    body.take(Buffer.from("a"));
    expect([body.text(), all.bytes]).toEqual([undefined, MAX_INBOUND_BODIES]);
    expect(agentState().dropped.get("inbound-bodies")).toBe(1);
  });
});

describe("noting a body", () => {
  let noted: InboundBody | undefined;
  let read: string;
  const server = createServer((message: IncomingMessage, response) => {
    noted = noteBody(message);
    read = "";
    message.setEncoding("utf8");
    message.on("data", (chunk: string) => (read += chunk));
    message.on("end", () => response.end());
  });

  async function post(headers: Record<string, string>, method = "POST", parts = ["żó", "łw"]): Promise<void> {
    await new Promise<void>((listening) => {
      server.listen(0, "127.0.0.1", listening);
    });
    const { port } = server.address() as AddressInfo;
    await new Promise((answered, failed) => {
      const sent = request({ port, method, headers }, (response) => response.resume().on("end", answered));
      sent.on("error", failed);
      for (const part of parts) sent.write(part);
      sent.end();
    });
  }

  afterEach(
    () =>
      new Promise((closed) => {
        server.close(closed);
      }),
  );

  it("changes nothing of what the app reads", async () => {
    await post({ "content-type": "text/plain" });
    expect([read, noted?.text(), noted?.type]).toEqual(["żółw", "żółw", "text/plain"]);
  });

  it.each([
    [{ "content-type": "image/png" }],
    [{}],
    [{ "content-type": "text/plain", "content-encoding": "gzip" }],
    [
      { "content-type": "text/plain", "content-length": String(MAX_INBOUND_BODY + 1) },
      "POST",
      ["a".repeat(MAX_INBOUND_BODY + 1)],
    ],
  ])("leaves alone what is no text or too long: %o", async (headers, method = "POST", parts = ["ab"]) => {
    await post(headers, method, parts);
    expect([read.length > 0, noted]).toEqual([true, undefined]);
  });
});
