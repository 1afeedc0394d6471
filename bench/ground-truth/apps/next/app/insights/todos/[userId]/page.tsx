import { revalidatePath } from "next/cache";
import { addTodo, todosOf } from "@/lib/insights/metrics";

export default async function TodosPage({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;

  async function add(form: FormData) {
    "use server";
    await addTodo(userId, String(form.get("title") ?? ""));
    revalidatePath(`/insights/todos/${userId}`);
  }

  const todos = await todosOf(userId);
  return (
    <form action={add}>
      {todos.map((todo) => (
        <p key={todo.id}>{todo.title}</p>
      ))}
      <input name="title" />
      <button type="submit">Add</button>
    </form>
  );
}
