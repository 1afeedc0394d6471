import { AccountErased, prefetchAccount } from "@/lib/account/prefetch-account";
import { request } from "@/lib/api";

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  try {
    await prefetchAccount(userId);
    const archive = await request<{ files: string[]; bytes: number }>(`/gdpr/${userId}/archive`);
    return Response.json(archive);
  } catch (error) {
    if (error instanceof AccountErased) return Response.json({ error: "erased" }, { status: 410 });
    throw error;
  }
}
