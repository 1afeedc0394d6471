import { http, respond } from "@/lib/support/result";

interface Article {
  locale: string;
  body: string;
}

export async function GET(req: Request, { params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const locale = req.headers.get("accept-language")?.slice(0, 2) ?? "en";

  const local = await http.get<Article>(`/kb/${locale}/${slug}`);
  if (local.ok || local.status !== 404) return respond(local);
  return respond(await http.get<Article>(`/kb/en/${slug}`));
}
