"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

/** Adds and removes sources; the page is rendered anew with that many. */
export function SourceSlider({ count, most }: { count: number; most: number }) {
  const router = useRouter();
  const [shown, setShown] = useState(count);
  const apply = () => router.push(`/dashboard/sources?count=${shown}`);

  return (
    <label className="panel wide">
      {shown} sources{" "}
      <input
        type="range"
        min={1}
        max={most}
        value={shown}
        onChange={(change) => setShown(change.target.valueAsNumber)}
        onPointerUp={apply}
        onKeyUp={apply}
      />
    </label>
  );
}
