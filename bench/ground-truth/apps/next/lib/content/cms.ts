import { cache } from "react";

async function cms<T>(path: string, init: RequestInit = {}): Promise<T> {
  const res = await fetch(new URL(path, process.env.UPSTREAM_URL), { cache: "no-store", ...init });
  if (!res.ok) throw new Error(`CMS ${res.status} for ${path}`);
  return res.json() as Promise<T>;
}

export type Doc = { slug: string; title: string; authorId: string };
export type Post = { slug: string; title: string; commentCount: number };
export type Comment = { id: number; by: string };

export const getNav = () => cms<string[]>("/cms/nav");
export const getDoc = cache((slug: string) => cms<Doc>(`/cms/docs/${slug}`));
export const getAuthor = (id: string) => cms<{ id: string; name: string; handle: string }>(`/cms/authors/${id}`);
export const getPost = (slug: string) => cms<Post>(`/cms/posts/${slug}`);
export const getComments = (slug: string) => cms<Comment[]>(`/cms/comments/${slug}`);
export const getByHandle = (handle: string) => cms<{ id: string; name: string }>(`/cms/handles/${handle}`);
export const getPostsBy = (authorId: string) => cms<{ slug: string }[]>(`/cms/by-author/${authorId}`);
export const getFlags = (tenant: string) => cms<Record<string, boolean | string>>(`/flags/${tenant}`);
export const getForecast = (tenant: string) => cms<{ next: number }>(`/forecasts/${tenant}`);
export const getLanding = (campaign: string) => cms<{ headline: string; cta: string }>(`/cms/landing/${campaign}`);
export const getRole = (userId: string) => cms<{ role: string }>(`/roles/${userId}`);
export const getPayroll = (tenant: string) => cms<{ total: number }>(`/payroll/${tenant}`);

export async function trackView(page: string): Promise<void> {
  try {
    await cms("/analytics/pageviews", { method: "POST", body: JSON.stringify({ page }) });
  } catch (error) {
    console.warn("page view lost", error);
  }
}
