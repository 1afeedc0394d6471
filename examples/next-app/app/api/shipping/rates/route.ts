import { fetchCarrierRate } from "@/lib/carrier";
import { errorResponse } from "@/lib/error-response";

export async function GET(request: Request) {
  const zip = new URL(request.url).searchParams.get("zip") ?? "10115";
  try {
    return Response.json(await fetchCarrierRate(zip));
  } catch (error) {
    return errorResponse(error);
  }
}
