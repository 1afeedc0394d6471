import { type ReactNode, Suspense } from "react";
import { RequestTimeline } from "./request-timeline";

interface FrameProps {
  title: string;
  about: string;
  /** How many upstream requests this page makes. */
  requests: number;
  children: ReactNode;
}

export function DashboardFrame({ title, about, requests, children }: FrameProps) {
  return (
    <>
      <h1>{title}</h1>
      <p className="quiet">{about}</p>
      <div className="panels">
        <Suspense fallback={<section className="panel wide quiet">Waiting for the last request</section>}>
          <RequestTimeline requests={requests} />
        </Suspense>
        {children}
      </div>
    </>
  );
}
