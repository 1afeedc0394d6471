import { describe, expect, it } from "vitest";
import { peopleOf } from "../../backend/src/person.ts";
import { EXAMPLE_ROUTES } from "../../manifest.ts";
import { driveTraffic } from "./drive-traffic.ts";
import { planRequests } from "./request-plan.ts";
import type { HttpAnswer } from "./send-request.ts";

const plan = planRequests(EXAMPLE_ROUTES.slice(0, 4), peopleOf(7), 5);
const fine: HttpAnswer = { status: 200, firstByte: 1, end: 2, text: "" };

describe("driveTraffic", () => {
  it("never has more requests under way than asked for, and sends the whole plan", async () => {
    let open = 0;
    let most = 0;
    const summary = await driveTraffic({
      plan,
      concurrency: 3,
      maxSeconds: 60,
      now: () => 0,
      send: async () => {
        open += 1;
        most = Math.max(most, open);
        await new Promise(setImmediate);
        open -= 1;
        return fine;
      },
    });
    expect(most).toBe(3);
    expect(summary).toMatchObject({ requests: 20, failed: 0, unsent: 0 });
  });

  it("stops starting requests when the time is up and says how many were left", async () => {
    let clock = 0;
    const summary = await driveTraffic({
      plan,
      concurrency: 1,
      maxSeconds: 3,
      now: () => clock,
      send: async () => {
        clock += 1000;
        return fine;
      },
    });
    expect(summary).toMatchObject({ requests: 3, unsent: 17, seconds: 3 });
  });

  it("counts an answer outside the plan and a missing answer as failures, and says why", async () => {
    const [first, second] = plan;
    if (first === undefined || second === undefined) throw new Error("the plan is empty");
    const summary = await driveTraffic({
      plan: [first, second, first],
      concurrency: 1,
      maxSeconds: 60,
      now: () => 0,
      send: async (request) => {
        if (request === first) return { ...fine, status: 500 };
        throw new Error("connection refused");
      },
    });
    expect(summary.failed).toBe(3);
    expect(summary.failures).toEqual([
      `${first.route.key} answered 500 (2 times)`,
      `${second.route.key}: connection refused`,
    ]);
  });
});
