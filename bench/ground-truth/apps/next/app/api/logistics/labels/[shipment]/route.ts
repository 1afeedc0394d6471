import { getJson, postJson } from "@/lib/logistics/http";
import { sleep } from "@/lib/logistics/sleep";

type Job = { state: "pending" } | { state: "done"; file: string };

const POLL_EVERY_MS = 10;
const GIVE_UP_AFTER = 20;

async function fileOf(job: string): Promise<string> {
  for (let round = 0; round < GIVE_UP_AFTER; round++) {
    const status = await getJson<Job>(`/labels/jobs/${job}`);
    if (status.state === "done") return status.file;
    await sleep(POLL_EVERY_MS);
  }
  throw new Error(`label job ${job} did not end`);
}

export async function POST(_request: Request, { params }: { params: Promise<{ shipment: string }> }) {
  const { shipment } = await params;
  const { job } = await postJson<{ job: string }>(`/labels/${shipment}/jobs`);
  const file = await fileOf(job);
  const label = await getJson<{ pages: number }>(`/labels/files/${file}`);
  return Response.json({ pages: label.pages });
}
