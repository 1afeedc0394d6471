/** Client of the old CRM. Node style: the callback gets an error or a value. */
export type Callback<T> = (error: Error | null, value?: T) => void;

function read<T>(path: string, done: Callback<T>): void {
  fetch(`${process.env.UPSTREAM_URL}${path}`, { cache: "no-store" })
    .then(async (res) => {
      if (!res.ok) throw new Error(`${path}: ${res.status}`);
      return (await res.json()) as T;
    })
    .then(
      (value) => done(null, value),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
}

export const crm = {
  account: (id: string, done: Callback<{ id: string; owner: string }>) => read(`/crm/accounts/${id}`, done),
  contacts: (id: string, done: Callback<{ name: string }[]>) => read(`/crm/contacts/${id}`, done),
  openTickets: (id: string, done: Callback<{ open: number }>) => read(`/crm/tickets/${id}`, done),
};
