type Validator<T> = (value: unknown) => T;

export const strings: Validator<string[]> = (value) => {
  if (!Array.isArray(value) || value.some((each) => typeof each !== "string")) throw new TypeError("not strings");
  return value as string[];
};

export const funnel: Validator<{ steps: number; rate: number }> = (value) => {
  const { steps, rate } = (value ?? {}) as Record<string, unknown>;
  if (typeof steps !== "number" || typeof rate !== "number") throw new TypeError("not a funnel");
  return { steps, rate };
};

export async function rpc<T>(method: string, args: object, validate: Validator<T>): Promise<T> {
  const response = await fetch(`${process.env.UPSTREAM_URL}/rpc/${method}`, {
    method: "POST",
    cache: "no-store",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(args),
  });
  const { result } = (await response.json()) as { result: unknown };
  return validate(result);
}
