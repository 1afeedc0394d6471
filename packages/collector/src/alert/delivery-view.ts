import { type AlertCause, type AlertDelivery, type AlertDeliveryDetail, plainText } from "@weir/core";
import { defined } from "../api/defined.ts";
import { iso } from "../api/iso.ts";
import type { AlertRow } from "../store/alert-port.ts";
import { type DeliveryNote, noteIn } from "./book.ts";

/** A delivery as the API shows it. */
export function deliveryView(row: AlertRow): AlertDelivery {
  const note = noteIn<DeliveryNote>(row);
  const { message, failure, tries } = note;
  const last = tries.at(-1)?.at;
  return {
    id: note.id,
    receiver: note.receiver,
    kind: note.kind,
    state: note.state,
    rules: note.rules,
    causes: Object.keys(message.counts) as AlertCause[],
    title: note.title,
    ...defined({ service: message.labels.service, env: message.labels.env, version: message.labels.version }),
    fingerprints: message.notices.flatMap(({ finding }) => finding?.fingerprint ?? []),
    at: iso(note.createdAt),
    attempts: note.attempts,
    ...defined({
      lastAttemptAt: last === undefined ? undefined : iso(last),
      nextAttemptAt: row.due === undefined ? undefined : iso(row.due),
      failure,
    }),
  };
}

export function deliveryDetail(row: AlertRow, body: string): AlertDeliveryDetail {
  const { response, tries } = noteIn<DeliveryNote>(row);
  return {
    ...deliveryView(row),
    body,
    ...(response === undefined ? {} : { response: { status: response.status, text: plainText(response.text, 500) } }),
    tries: tries.map(({ at, reason, status }) => ({ at: iso(at), reason, ...defined({ status }) })),
  };
}
