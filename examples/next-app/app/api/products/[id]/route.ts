import { fetchProduct } from "@/lib/catalog";
import { errorResponse } from "@/lib/error-response";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  try {
    return Response.json(await fetchProduct(id));
  } catch (error) {
    return errorResponse(error);
  }
}
