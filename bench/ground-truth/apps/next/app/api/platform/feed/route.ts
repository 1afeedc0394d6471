import { call } from "@/lib/platform/gateway";

/** A client that signs in once and carries its token along. */
class FeedClient {
  private headers: Record<string, string> = {};

  async signIn(email: string): Promise<void> {
    const { token } = await call<{ token: string }>("/login", { method: "POST", body: { email } });
    this.headers = { authorization: `Bearer ${token}` };
  }

  feed(): Promise<{ items: number }> {
    return call("/me/feed", { headers: this.headers });
  }
}

export async function POST(request: Request) {
  const { email } = (await request.json()) as { email: string };
  const client = new FeedClient();
  await client.signIn(email);
  const { items } = await client.feed();
  return Response.json({ items });
}
