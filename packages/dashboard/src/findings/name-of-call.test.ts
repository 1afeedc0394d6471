import { describe, expect, it } from "vitest";
import { nameOfCall } from "./name-of-call.ts";

describe("nameOfCall", () => {
  it("is the function a call is made in, where each has its own", () => {
    const calls = [
      { call: "GET api.internal/user", function: "getUser" },
      { call: "GET api.internal/offers", function: "getOffers" },
    ];
    expect(nameOfCall(calls, 1)).toBe("getOffers");
  });

  it("is what is asked for where one function makes several, and where none is known", () => {
    const calls = [
      { call: "GET api.internal/user", function: "GET" },
      { call: "GET api.internal/offers/{id}", function: "GET" },
      { call: "SELECT orders" },
    ];
    expect(nameOfCall(calls, 1)).toBe("GET /offers/{id}");
    expect(nameOfCall(calls, 2)).toBe("SELECT orders");
  });
});
