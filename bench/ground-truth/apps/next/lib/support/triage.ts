import { http, unwrapOr } from "./result";

/** Waits no longer than `ms` for a result; what comes later is dropped. */
function withTimeout<T>(work: Promise<T>, ms: number, fallback: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(fallback), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export const rules = () =>
  withTimeout(
    http.get<{ rules: string[] }>("/triage/rules").then((r) => unwrapOr(r, { rules: [] }).rules),
    5_000,
    [],
  );

export const score = (ticketId: string) =>
  withTimeout(
    http.get<{ score: number }>(`/triage/scores/${ticketId}`).then((r) => unwrapOr(r, { score: 0 }).score),
    5_000,
    0,
  );

export const similar = (ticketId: string) =>
  withTimeout(
    http.get<string[]>(`/triage/similar/${ticketId}`).then((r) => unwrapOr(r, [])),
    5_000,
    [],
  );
