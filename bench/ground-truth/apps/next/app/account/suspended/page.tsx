export default function SuspendedPage() {
  return <main>This account is suspended. Please contact your administrator.</main>;
}
