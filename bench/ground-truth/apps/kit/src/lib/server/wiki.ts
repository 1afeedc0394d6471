import { error } from "@sveltejs/kit";
import { UPSTREAM_URL } from "$app/env/private";

export interface Space {
  key: string;
  name: string;
  tree: { slug: string; title: string }[];
}

export interface WikiPage {
  slug: string;
  title: string;
  body: string;
  editedBy: string;
}

class Wiki {
  private base: string;

  constructor(base: string) {
    this.base = base;
  }

  space(key: string) {
    return this.request<Space>(`/spaces/${key}`);
  }

  page(key: string, slug: string) {
    return this.request<WikiPage>(`/spaces/${key}/pages/${slug}`);
  }

  private async request<T>(path: string): Promise<T> {
    const res = await fetch(this.base + path, { headers: { accept: "application/json" } });
    if (!res.ok) error(502, `wiki: ${res.status}`);
    return res.json() as Promise<T>;
  }
}

export const wiki = new Wiki(UPSTREAM_URL);
