/** The fields that have a value: what `exactOptionalPropertyTypes` asks of an object built from optional input. */
export type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

export function defined<T extends object>(fields: T): Partial<Defined<T>> & Pick<T, RequiredKeys<T>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Defined<T>> &
    Pick<T, RequiredKeys<T>>;
}

type RequiredKeys<T> = { [Key in keyof T]-?: undefined extends T[Key] ? never : Key }[keyof T];
