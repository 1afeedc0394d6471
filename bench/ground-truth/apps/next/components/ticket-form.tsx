export function TicketForm({ action }: { action: (form: FormData) => Promise<void> }) {
  return (
    <form action={action}>
      <input name="subject" required minLength={3} />
      <select name="queue" defaultValue="general">
        <option>vip</option>
        <option>billing</option>
        <option>general</option>
      </select>
      <input name="plan" type="hidden" defaultValue="free" />
      <button type="submit">Open ticket</button>
    </form>
  );
}
