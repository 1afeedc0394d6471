import { createHash } from "node:crypto";
import { getAvatar, getProfile } from "@/lib/api";

const digest = (email: string) => createHash("sha256").update(email.trim().toLowerCase()).digest("hex");

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const profile = await getProfile((await params).userId);
  const avatar = await getAvatar(digest(profile.email));
  return Response.json({ name: profile.name, avatar: avatar.url });
}
