import { TicketForm } from "@/components/ticket-form";
import { createTicket } from "./actions";

export const dynamic = "force-dynamic";

export default function NewTicketPage() {
  return <TicketForm action={createTicket} />;
}
