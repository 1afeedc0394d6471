import { currentVisitor } from "@/lib/auth";
import { fetchPromotions } from "@/lib/catalog";

export async function GET() {
  const { user } = await currentVisitor();
  const { promotions } = await fetchPromotions();

  return Response.json({ greeting: `Welcome, ${user.name}`, promotions });
}
