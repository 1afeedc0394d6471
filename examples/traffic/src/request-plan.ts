import type { Person } from "../../backend/src/person.ts";
import { hash } from "../../backend/src/seeded.ts";
import type { ExampleRequest, ExampleRoute } from "../../manifest/example-route.ts";

export interface PlannedRequest {
  readonly route: ExampleRoute;
  readonly request: ExampleRequest;
  readonly person: Person | undefined;
}

/** Every so many requests come from a visitor without a session, where the route takes visitors. */
const VISITOR_EVERY = 8;

/** `perRoute` requests of every route by many people, in an order that mixes routes as real traffic does. */
export function planRequests(
  routes: readonly ExampleRoute[],
  people: readonly Person[],
  perRoute: number,
): readonly PlannedRequest[] {
  const planned = routes.flatMap((route, index) =>
    Array.from({ length: perRoute }, (_, n) => {
      const visitor = route.visitors !== "signed-in" && n % VISITOR_EVERY === VISITOR_EVERY - 1;
      const person = visitor ? undefined : people[(n * 7 + index) % people.length];
      const turn = { person, n };
      return { order: hash(`${route.service}${route.key}/${n}`), route, request: route.request(turn), person };
    }),
  );
  return planned.sort((one, other) => one.order - other.order);
}
