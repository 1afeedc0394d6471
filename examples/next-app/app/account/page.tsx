import { AccountForm } from "@/components/account-form";
import { loadAccount } from "./actions";

export default function AccountPage() {
  return (
    <>
      <h1>Your account</h1>
      <p className="quiet">A Server Action that loads session, shop configuration and account one after another.</p>
      <AccountForm action={loadAccount} />
    </>
  );
}
