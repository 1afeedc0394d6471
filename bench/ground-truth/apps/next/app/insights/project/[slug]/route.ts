import { deployments, project } from "@/lib/insights/queries";

export async function GET(_request: Request, { params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const found = await project(slug);
  switch (found.project.status) {
    case "ARCHIVED":
      return Response.json({ slug, latest: null });
    case "ACTIVE": {
      const [latest] = (await deployments(slug)).deployments;
      return Response.json({ slug, latest: latest?.id ?? null });
    }
  }
}
