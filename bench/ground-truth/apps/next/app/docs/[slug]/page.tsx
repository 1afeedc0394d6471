import type { Metadata } from "next";
import { getAuthor, getDoc } from "@/lib/content/cms";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const doc = await getDoc((await params).slug);
  return { title: doc.title };
}

export default async function DocPage({ params }: Props) {
  const doc = await getDoc((await params).slug);
  const author = await getAuthor(doc.authorId);
  return (
    <article>
      <h1>{doc.title}</h1>
      <footer>by {author.name}</footer>
    </article>
  );
}
