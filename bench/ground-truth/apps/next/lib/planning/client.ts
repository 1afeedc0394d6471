type Params = Record<string, string | number>;

/** One client per service: `const stock = service("parts")`. */
export function service(root: string) {
  const url = (path: string, params: Params) => {
    const target = new URL(`/${root}${path}`, process.env.UPSTREAM_URL);
    for (const [key, value] of Object.entries(params)) target.searchParams.set(key, `${value}`);
    return target;
  };
  return {
    async get<T>(path: string, params: Params = {}): Promise<T> {
      const reply = await fetch(url(path, params), { cache: "no-store" });
      if (!reply.ok) throw new Error(`${root}${path}: ${reply.status}`);
      return (await reply.json()) as T;
    },
    head: (path: string) => fetch(url(path, {}), { cache: "no-store" }),
  };
}
