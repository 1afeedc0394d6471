import Link from "next/link";
import { PAGES } from "@/lib/site-map";

export default function Home() {
  return (
    <>
      <h1>Shop</h1>
      <p className="quiet">Every page and API route of this example, and what waits for what in it.</p>
      <table className="routes">
        <tbody>
          {PAGES.map(({ href, about }) => (
            <tr key={href}>
              <td>
                <Link href={href} prefetch={false}>
                  {href}
                </Link>
              </td>
              <td>{about}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
