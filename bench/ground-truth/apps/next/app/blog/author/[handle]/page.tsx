import { getByHandle, getPostsBy } from "@/lib/content/cms";

async function AuthorPosts({ authorId }: { authorId: string }) {
  const posts = await getPostsBy(authorId);
  return (
    <ol>
      {posts.map((post) => (
        <li key={post.slug}>{post.slug}</li>
      ))}
    </ol>
  );
}

export default async function AuthorPage(props: { params: Promise<{ handle: string }> }) {
  const { handle } = await props.params;
  const { id, name } = await getByHandle(handle);
  return (
    <section>
      <h1>{name}</h1>
      <AuthorPosts authorId={id} />
    </section>
  );
}
