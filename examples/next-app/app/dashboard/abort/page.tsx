import { FeedCard, MissingCard } from "@/components/dashboard/cards";
import { DashboardFrame } from "@/components/dashboard/dashboard-frame";
import { getFeed } from "@/lib/dashboard";

const PATIENCE_MS = 200;

export default async function AbortDashboardPage() {
  const [alerts, forecast] = await Promise.all([getFeed("alerts"), forecastWithin(PATIENCE_MS)]);

  return (
    <DashboardFrame title="A deadline" about={`The forecast is given up after ${PATIENCE_MS} ms.`} requests={2}>
      <FeedCard {...alerts} />
      {forecast === undefined ? (
        <MissingCard title="forecast" why="Too slow this time" />
      ) : (
        <FeedCard name={forecast.name} value={forecast.value} />
      )}
    </DashboardFrame>
  );
}

async function forecastWithin(milliseconds: number) {
  try {
    return await getFeed("forecast", AbortSignal.timeout(milliseconds));
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") return undefined;
    throw error;
  }
}
