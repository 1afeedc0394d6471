"use client";

import { useEffect, useState } from "react";

const GOOD_BELOW_MS = 800;

interface Timing {
  firstByte: number;
  end: number;
}

/** What the browser measured for this page: time to first byte and to the last, green below 800 ms. */
export function PageTiming() {
  const [timing, setTiming] = useState<Timing>();

  useEffect(() => {
    const read = () => {
      const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
      if (navigation === undefined || navigation.responseEnd === 0) return false;
      setTiming({
        firstByte: navigation.responseStart - navigation.requestStart,
        end: navigation.responseEnd - navigation.requestStart,
      });
      return true;
    };
    // The last byte of a streamed page comes after hydration: look again until the navigation is over.
    if (read()) return undefined;
    const again = setInterval(() => read() && clearInterval(again), 100);
    return () => clearInterval(again);
  }, []);

  if (timing === undefined) return <span className="timing">measuring</span>;
  return (
    <span className="timing">
      first byte <Milliseconds value={timing.firstByte} /> · page <Milliseconds value={timing.end} />
    </span>
  );
}

function Milliseconds({ value }: { value: number }) {
  return <b className={value < GOOD_BELOW_MS ? "good" : "bad"}>{Math.round(value)} ms</b>;
}
