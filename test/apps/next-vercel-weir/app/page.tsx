export default function Page() {
  return <p>Orders are under /api/orders.</p>;
}
