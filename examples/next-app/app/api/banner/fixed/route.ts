import { currentVisitor } from "@/lib/auth";
import { fetchPromotions } from "@/lib/catalog";

export async function GET() {
  const [{ user }, { promotions }] = await Promise.all([currentVisitor(), fetchPromotions()]);

  return Response.json({ greeting: `Welcome, ${user.name}`, promotions });
}
