export default async function DonePage({ searchParams }: { searchParams: Promise<{ id?: string }> }) {
  const { id } = await searchParams;
  return <main>Your ticket has the number {id}.</main>;
}
