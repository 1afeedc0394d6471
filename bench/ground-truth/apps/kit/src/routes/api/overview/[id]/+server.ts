import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

const managerName = async (id: string) => {
  const employee = await getJson<{ managerId: string }>(`/employees/${id}`);
  const manager = await getJson<{ name: string }>(`/managers/${employee.managerId}`);
  return manager.name;
};

const nextPayday = async (id: string) => {
  const contract = await getJson<{ payrollId: string }>(`/contracts/${id}`);
  const payroll = await getJson<{ payday: string }>(`/payrolls/${contract.payrollId}`);
  return payroll.payday;
};

export const GET: RequestHandler = async ({ params }) => {
  const [manager, payday] = await Promise.all([managerName(params.id), nextPayday(params.id)]);
  return json({ manager, payday });
};
