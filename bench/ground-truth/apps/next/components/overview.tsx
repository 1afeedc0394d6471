import type { OrderLine, Profile } from "@/lib/api";
import { money } from "@/lib/format";

interface Props {
  profile: Profile;
  orders: OrderLine[];
  announcements: { id: string; title: string }[];
}

export function Overview({ profile, orders, announcements }: Props) {
  return (
    <main>
      <h1>{profile.name}</h1>
      <p>{profile.email}</p>
      <ul>
        {orders.map((order) => (
          <li key={order.id}>
            {order.id}: {money(order.total)}
          </li>
        ))}
      </ul>
      <aside>
        {announcements.map((item) => (
          <p key={item.id}>{item.title}</p>
        ))}
      </aside>
    </main>
  );
}
