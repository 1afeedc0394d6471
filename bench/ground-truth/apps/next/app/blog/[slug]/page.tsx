import { getComments, getPost } from "@/lib/content/cms";

async function Comments({ slug }: { slug: string }) {
  const comments = await getComments(slug);
  return (
    <ul>
      {comments.map((comment) => (
        <li key={comment.id}>{comment.by}</li>
      ))}
    </ul>
  );
}

async function Article({ slug }: { slug: string }) {
  const post = await getPost(slug);
  return (
    <article>
      <h1>{post.title}</h1>
      <p>{post.commentCount} comments</p>
      <Comments slug={slug} />
    </article>
  );
}

export default async function BlogPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return (
    <main>
      <Article slug={slug} />
    </main>
  );
}
