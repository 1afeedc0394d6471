import { type Comment, getComments, getPost } from "@/lib/content/cms";

async function Comments({ pending }: { pending: Promise<Comment[]> }) {
  const comments = await pending;
  return (
    <ul>
      {comments.map((comment) => (
        <li key={comment.id}>{comment.by}</li>
      ))}
    </ul>
  );
}

async function Article({ slug }: { slug: string }) {
  const pending = getComments(slug);
  // A failing post must not leave the comments' failure unheard.
  pending.catch(() => undefined);
  const post = await getPost(slug);
  return (
    <article>
      <h1>{post.title}</h1>
      <p>{post.commentCount} comments</p>
      <Comments pending={pending} />
    </article>
  );
}

export default async function BlogTwinPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  return (
    <main>
      <Article slug={slug} />
    </main>
  );
}
