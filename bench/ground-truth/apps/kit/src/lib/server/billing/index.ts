export { fetchInvoice } from "./invoices.ts";
export { fetchTeam, fetchUsage } from "./teams.ts";
