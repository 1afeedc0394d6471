import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { getPayroll, getRole } from "@/lib/content/cms";

async function RequireRole({ not, children }: { not: string; children: ReactNode }) {
  const userId = (await cookies()).get("uid")?.value ?? "";
  const { role } = await getRole(userId);
  if (role === not) redirect("/login");
  return children;
}

async function Total({ tenant }: { tenant: string }) {
  const payroll = await getPayroll(tenant);
  return <strong>{payroll.total}</strong>;
}

export default async function PayrollPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  return (
    <RequireRole not="viewer">
      <Total tenant={tenant} />
    </RequireRole>
  );
}
