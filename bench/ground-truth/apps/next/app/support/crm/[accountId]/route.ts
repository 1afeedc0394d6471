import { type Callback, crm } from "@/lib/support/crm";

interface Card {
  owner: string;
  contacts: string[];
  open: number;
}

function loadCard(id: string, done: Callback<Card>): void {
  crm.account(id, (error, account) => {
    if (error) return done(error);
    crm.contacts(id, (error, contacts) => {
      if (error) return done(error);
      crm.openTickets(id, (error, tickets) => {
        if (error) return done(error);
        done(null, { owner: account!.owner, contacts: contacts!.map((c) => c.name), open: tickets!.open });
      });
    });
  });
}

export async function GET(_req: Request, { params }: { params: Promise<{ accountId: string }> }) {
  const { accountId } = await params;
  const card = await new Promise<Card>((resolve, reject) => {
    loadCard(accountId, (error, value) => (error ? reject(error) : resolve(value!)));
  });
  return Response.json(card);
}
