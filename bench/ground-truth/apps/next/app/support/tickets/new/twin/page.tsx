import { TicketForm } from "@/components/ticket-form";
import { createTicketTogether } from "../actions";

export const dynamic = "force-dynamic";

export default function NewTicketTwinPage() {
  return <TicketForm action={createTicketTogether} />;
}
