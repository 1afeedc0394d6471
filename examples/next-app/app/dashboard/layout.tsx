import type { ReactNode } from "react";

/** Every page below shows the signed-in person's numbers of this minute. */
export const dynamic = "force-dynamic";

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return children;
}
