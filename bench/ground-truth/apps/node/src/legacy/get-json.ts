import { get } from "node:http";
import { UPSTREAM_URL } from "../clients/upstream-url.ts";

export type Callback<T> = (error: Error | null, value?: T) => void;

export function getJson<T>(path: string, done: Callback<T>): void {
  get(UPSTREAM_URL + path, (res) => {
    const chunks: Buffer[] = [];
    res.on("data", (chunk: Buffer) => chunks.push(chunk));
    res.on("error", done);
    res.on("end", () => {
      if (res.statusCode !== 200) return done(new Error(`${path}: ${res.statusCode}`));
      let value: T;
      try {
        value = JSON.parse(Buffer.concat(chunks).toString("utf8")) as T;
      } catch (error) {
        return done(error as Error);
      }
      done(null, value);
    });
  }).on("error", done);
}
