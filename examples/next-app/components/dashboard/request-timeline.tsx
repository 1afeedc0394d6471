import { fetchTimeline } from "@/lib/fetch-timeline";

/** Start and finish of every upstream request of this render, drawn once `requests` of them are over. */
export async function RequestTimeline({ requests }: { requests: number }) {
  const timeline = fetchTimeline();
  await timeline.finished(requests);

  const entries = timeline.entries.map((entry) => ({ ...entry, end: entry.end ?? entry.start }));
  const total = Math.max(1, ...entries.map(({ end }) => end));
  return (
    <section className="panel wide">
      <h2>
        {entries.length} requests in <b className={total < 800 ? "good" : "bad"}>{Math.round(total)} ms</b>
      </h2>
      <div className="timeline">
        {entries.map(({ name, start, end, failed }, index) => (
          <Row key={index} name={name} start={start} end={end} total={total} failed={failed === true} />
        ))}
      </div>
    </section>
  );
}

interface RowProps {
  name: string;
  start: number;
  end: number;
  total: number;
  failed: boolean;
}

function Row({ name, start, end, total, failed }: RowProps) {
  const style = { left: `${(100 * start) / total}%`, width: `${(100 * (end - start)) / total}%` };
  return (
    <>
      <span>{name}</span>
      <span className="track">
        <span className={failed ? "bar bad" : "bar"} style={style} />
      </span>
      <span>
        {Math.round(start)}–{Math.round(end)} ms
      </span>
    </>
  );
}
