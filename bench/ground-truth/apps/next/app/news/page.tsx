import { Suspense } from "react";

const api = process.env.UPSTREAM_URL;
const load = async <T,>(path: string) => (await fetch(`${api}${path}`, { cache: "no-store" })).json() as Promise<T>;

export const dynamic = "force-dynamic";

async function Weather({ city }: { city: string }) {
  const { station } = await load<{ station: string }>(`/news/weather/${city}`);
  const reading = await load<{ celsius: number }>(`/news/stations/${station}`);
  return <p>{reading.celsius} °C</p>;
}

async function Markets({ region }: { region: string }) {
  const { index } = await load<{ index: string }>(`/news/markets/${region}`);
  const { points } = await load<{ points: number }>(`/news/indices/${index}`);
  return <p>{points} points</p>;
}

async function Headlines() {
  const lines = await load<string[]>("/news/headlines");
  return lines.map((line) => <h2 key={line}>{line}</h2>);
}

type Search = { city?: string; region?: string };

export default async function NewsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { city = "hamburg", region = "eu" } = await searchParams;
  return (
    <main>
      <Headlines />
      <Suspense fallback={<p>…</p>}>
        <Weather city={city} />
      </Suspense>
      <Suspense fallback={<p>…</p>}>
        <Markets region={region} />
      </Suspense>
    </main>
  );
}
