import { type NextRequest, NextResponse } from "next/server";
import { getPreferences, putPreferences } from "@/lib/api";

const THEMES = new Set(["dark", "light"]);

export async function PUT(request: NextRequest, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const patch = (await request.json()) as { theme?: "dark" | "light" };
  if (patch.theme === undefined || !THEMES.has(patch.theme)) {
    return NextResponse.json({ error: "unknown theme" }, { status: 422 });
  }
  await putPreferences(userId, { theme: patch.theme });
  // The service fills in defaults, so answer what it has now.
  return NextResponse.json(await getPreferences(userId));
}
