import type { DeliveryState } from "@weir/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ApiServer, openApi } from "../api/testing/api-server.ts";
import type { DeliveryNote } from "./book.ts";
import { MAX_REPLAYED } from "./delivery-book.ts";
import { deliveryRow } from "./send/dispatcher.ts";
import { type DeskKit, openDesk } from "./testing/desk-kit.ts";

const LETTERS = MAX_REPLAYED + 20;

let kit: DeskKit;
let api: ApiServer;

beforeEach(async () => {
  kit = await openDesk();
  api = await openApi("memory", { store: kit.store, alerts: kit.desk });
});

afterEach(async () => {
  await api.close();
  await kit.close();
});

async function letters(receiver: string, state: DeliveryState, count: number): Promise<void> {
  const notes = Array.from({ length: count }, (_all, index) => note(`${receiver}-${state}-${index}`, receiver, state));
  await kit.store.putAlertRows(notes.map((one) => deliveryRow(one, undefined)));
}

const note = (id: string, receiver: string, state: DeliveryState): DeliveryNote => ({
  id,
  receiver,
  kind: "webhook",
  state,
  message: { id, at: kit.now(), labels: {}, notices: [], counts: {} },
  title: "a letter",
  rules: [],
  createdAt: kit.now(),
  attempts: 7,
  failure: { reason: "failure.gone", status: 410 },
  tries: [],
});

const replay = async (body: object) => (await api.post("/api/v1/alerts/deliveries/replay", body)).body;
const waiting = async () => (await kit.store.alertRows({ kind: "delivery", dueBy: kit.now() })).map(({ key }) => key);

it("dead letters of one receiver are sent again together, with their ids, as many as the bound at a time", async () => {
  await letters("hook", "dead", LETTERS);
  await letters("hook", "sent", 3);
  await letters("other", "dead", 2);
  expect(await replay({ state: "dead", receiver: "hook" })).toMatchObject({ replayed: MAX_REPLAYED, more: true });
  expect(await replay({ state: "dead", receiver: "hook" })).toMatchObject({ replayed: 20, more: false });
  expect(await replay({ state: "dead", receiver: "hook" })).toMatchObject({ replayed: 0, more: false });
  const due = await waiting();
  expect(due).toHaveLength(LETTERS);
  expect(due.every((id) => id.startsWith("hook-dead-"))).toBe(true);
  expect(await replay({ state: "dead" })).toMatchObject({ replayed: 2, more: false });
});

it("asks what is meant: nothing but dead letters is sent again in heaps", async () => {
  for (const body of [{}, { state: "sent" }, { state: "dead", all: true }]) {
    expect((await api.post("/api/v1/alerts/deliveries/replay", body)).status).toBe(400);
  }
});
