export default function LoginPage() {
  return <main>Please sign in.</main>;
}
