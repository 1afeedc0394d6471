import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { PageTiming } from "@/components/page-timing";
import "./globals.css";

export const metadata: Metadata = { title: "Shop", description: "An example shop with waits that could go" };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <header className="top">
          <Link href="/" prefetch={false}>
            Shop
          </Link>
          <PageTiming />
        </header>
        <main>{children}</main>
      </body>
    </html>
  );
}
