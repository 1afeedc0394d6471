import type { ReactNode } from "react";
import { getNav } from "@/lib/content/cms";

export default async function DocsLayout({ children }: { children: ReactNode }) {
  const nav = await getNav();
  return (
    <div>
      <nav>
        {nav.map((item) => (
          <span key={item}>{item}</span>
        ))}
      </nav>
      {children}
    </div>
  );
}
