import { getLanding, trackView } from "@/lib/content/cms";

export default async function LandingTwinPage({ params }: { params: Promise<{ campaign: string }> }) {
  const { campaign } = await params;
  const [landing] = await Promise.all([getLanding(campaign), trackView(`/landing/${campaign}`)]);
  return (
    <main>
      <h1>{landing.headline}</h1>
      <button type="button">{landing.cta}</button>
    </main>
  );
}
