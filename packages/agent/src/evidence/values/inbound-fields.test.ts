import { describe, expect, it } from "vitest";
import { fieldsOf, MAX_FIELDS } from "./inbound-fields.ts";
import { Traffic } from "./testing/traffic.ts";
import { valueProbe } from "./value-probe.ts";

const ID = "zq81kx7-4fbb20";

function multipart(fields: readonly (readonly [head: string, value: string])[]): { text: string; type: string } {
  const parts = fields.map(([head, value]) => `--XX\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`);
  return { text: `${parts.join("")}--XX--\r\n`, type: "multipart/form-data; boundary=XX" };
}

describe("a value that came with the request's body", () => {
  it.each([
    ["JSON", { text: JSON.stringify({ order: { id: ID } }), type: "application/json" }, "body.order.id"],
    ["a JSON text", { text: JSON.stringify(ID), type: "application/json; charset=utf-8" }, "body"],
    ["a form", { text: `a=1&order_id=${ID}`, type: "application/x-www-form-urlencoded" }, "body.order_id"],
    ["a multipart form", multipart([['name="order"', ID]]), "body.order"],
    ["a field of a server action", multipart([['name="1_order"', ID]]), "body.order"],
    ["arguments of a server action", { text: JSON.stringify([{ order: ID }]), type: "text/plain" }, "body[*].order"],
    ["arguments in a form", multipart([['name="0"', JSON.stringify([ID, "$K1"])]]), "body"],
    ["plain text", { text: ID, type: "text/plain" }, "body"],
  ])("is input: %s", (_, body, path) => {
    const [told] = new Traffic(valueProbe()).run({ method: "POST", body }, [{ url: `http://api/orders/${ID}` }]);
    const found = told?.lines.filter(({ slot, from }) => slot.startsWith("path[1]") && from === "incoming") ?? [];
    expect(found.map((line) => line.path.replace("~0", ""))).toContainEqual(expect.stringContaining(path));
    expect(JSON.stringify(told?.facts)).not.toContain(ID);
  });

  it("is input even where a response repeats it", () => {
    const body = { text: JSON.stringify({ id: ID }), type: "application/json" };
    const [, told] = new Traffic(valueProbe()).run({ method: "POST", body }, [
      { url: "http://api/check", answer: { id: ID } },
      { url: `http://api/orders/${ID}` },
    ]);
    expect(told?.lines.map(({ from }) => from)).toEqual(expect.arrayContaining(["incoming", "1"]));
  });

  it("makes one request differ from another", () => {
    const traffic = new Traffic(valueProbe());
    const inbound = ["one", "two", "one"].map((text) => {
      const root = traffic.start({ method: "POST", body: { text, type: "text/plain" } });
      return traffic.probe.rootFacts(root)["weir.inbound"];
    });
    expect(inbound[0]).toBe(inbound[2]);
    expect(inbound[0]).not.toBe(inbound[1]);
  });
});

describe("fields of a body", () => {
  it("leave files out", () => {
    const body = multipart([
      ['name="a"', "1"],
      ['name="f"; filename="x.txt"', "content"],
    ]);
    expect(fieldsOf(body)).toEqual([["a", "1"]]);
  });

  it("are bounded in number", () => {
    const text = Array.from({ length: MAX_FIELDS + 5 }, (_, index) => `f${index}=1`).join("&");
    expect(fieldsOf({ text, type: "application/x-www-form-urlencoded" })).toHaveLength(MAX_FIELDS);
  });

  it("survive a form that is broken", () => {
    expect(fieldsOf({ text: "--XX\r\nno head", type: "multipart/form-data; boundary=XX" })).toEqual([]);
    expect(fieldsOf({ text: "%zz=%", type: "application/x-www-form-urlencoded" })).toHaveLength(1);
  });
});
