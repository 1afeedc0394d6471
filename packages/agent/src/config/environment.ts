/** Reads variables by the OpenTelemetry rules: an empty one counts as unset, and only `true` is true. */
export interface Environment {
  text(...names: string[]): string | undefined;
  number(...names: string[]): number | undefined;
  /** `undefined` when unset; anything but `true` (any case) is false. */
  flag(...names: string[]): boolean | undefined;
  /** `key=value,key=value`, percent-encoded values. */
  pairs(...names: string[]): Readonly<Record<string, string>>;
  list(...names: string[]): readonly string[] | undefined;
}

export type Variables = Readonly<Record<string, string | undefined>>;

export function readEnvironment(variables: Variables): Environment {
  const text = (...names: string[]): string | undefined => {
    for (const name of names) {
      const value = variables[name]?.trim();
      if (value !== undefined && value !== "") return value;
    }
    return undefined;
  };
  return {
    text,
    number: (...names) => {
      const value = text(...names);
      if (value === undefined) return undefined;
      const number = Number(value);
      return Number.isFinite(number) && number >= 0 ? number : undefined;
    },
    flag: (...names) => {
      const value = text(...names);
      return value === undefined ? undefined : value.toLowerCase() === "true";
    },
    pairs: (...names) => parsePairs(text(...names) ?? ""),
    list: (...names) =>
      text(...names)
        ?.split(",")
        .map((item) => item.trim())
        .filter((item) => item !== ""),
  };
}

function parsePairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const part of text.split(",")) {
    const equals = part.indexOf("=");
    if (equals <= 0) continue;
    const key = part.slice(0, equals).trim();
    const value = decode(part.slice(equals + 1).trim());
    if (key !== "" && value !== undefined) pairs[key] = value;
  }
  return pairs;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // not percent-encoded properly: the specification says to ignore the pair
  }
}
