import { getJson } from "./get-json.ts";
import type { LegacyHandler } from "./router.ts";
import { type Task, parallel, series } from "./series.ts";

const tasks = (shipment: string): readonly Task[] => [
  (done) => getJson(`/duties/${shipment}`, done),
  (done) => getJson(`/restrictions/${shipment}`, done),
  (done) => getJson("/holidays/customs", done),
];

const answer =
  (send: Parameters<LegacyHandler>[1]) =>
  (error: Error | null, [duties, restrictions, holidays]: unknown[]): void =>
    error ? send(502, { error: "customs" }) : send(200, { duties, restrictions, holidays });

export const customs: LegacyHandler = (id, send) => series(tasks(id), answer(send));

export const customsFast: LegacyHandler = (id, send) => parallel(tasks(id), answer(send));
