import { AccountForm } from "@/components/account-form";
import { loadAccountEarly } from "./actions";

export default function AccountPage() {
  return (
    <>
      <h1>Your account</h1>
      <p className="quiet">The same Server Action, with the configuration started early.</p>
      <AccountForm action={loadAccountEarly} />
    </>
  );
}
