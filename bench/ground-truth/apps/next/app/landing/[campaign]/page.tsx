import { getLanding, trackView } from "@/lib/content/cms";

export default async function LandingPage({ params }: { params: Promise<{ campaign: string }> }) {
  const { campaign } = await params;
  await trackView(`/landing/${campaign}`);
  const landing = await getLanding(campaign);
  return (
    <main>
      <h1>{landing.headline}</h1>
      <button type="button">{landing.cta}</button>
    </main>
  );
}
