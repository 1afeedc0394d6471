import type { OutgoingRequest } from "../probe.ts";
import { graphqlArguments, isGraphql } from "./graphql-arguments.ts";
import { isIgnoredHeader, withoutScheme } from "./headers.ts";
import { Leaves } from "./leaves.ts";
import type { Names } from "./names.ts";
import { sqlLiterals } from "./sql-literals.ts";

/** Positions of one request that are looked at; the rest makes the request partial. */
export const MAX_SLOTS = 64;
const MAX_BODY_LEAVES = 300;

/** One position of an outgoing request with what stood there. A repeated parameter or an array has several values. */
export interface SlotValue {
  readonly slot: string;
  /** What the position is called where it was made, for likeness with field names: `userId`, `/users/` + `id`. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface RequestSlots {
  readonly slots: readonly SlotValue[];
  /** The whole path as asked for. */
  readonly path: string;
  /** Something of the request was not seen or not looked at. */
  readonly partial: boolean;
}

/** A request as it was when it was sent: what a probe keeps of it. */
export interface SentRequest extends Pick<OutgoingRequest, "method" | "url" | "partial"> {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
  readonly parameters?: readonly (readonly [name: string, value: string])[];
}

export function slotsOf(request: SentRequest, names: Names): RequestSlots {
  const slots = new Map<string, { slot: string; key: string; values: string[] }>();
  const add = (slot: string, key: string, value: string): void => {
    const existing = slots.get(slot);
    if (existing === undefined) slots.set(slot, { slot, key, values: [value] });
    else existing.values.push(value);
  };
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  const http = url !== undefined && /^https?:$/.test(url.protocol);
  let partial = request.partial === true || url === undefined;
  if (http) addUrl(url, names, add);
  partial = addBody(request, http, names, add) || partial;
  if (http) addHeaders(request.headers, names, add);
  const list = [...slots.values()];
  const isTooLong = list.length > MAX_SLOTS;
  return {
    slots: isTooLong ? list.slice(0, MAX_SLOTS) : list,
    path: url?.pathname ?? "",
    partial: partial || isTooLong,
  };
}

type Add = (slot: string, key: string, value: string) => void;

function addUrl(url: URL, names: Names, add: Add): void {
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  for (const [index, segment] of segments.entries()) {
    add(`path[${index}]`, `/${segments[index - 1] ?? ""}`, segment);
  }
  for (const [name, value] of url.searchParams) add(`q.${names.field(name)}`, name, value);
}

function addHeaders(headers: SentRequest["headers"], names: Names, add: Add): void {
  for (const [name, value] of headers) {
    if (name === "cookie") {
      for (const [cookie, content] of cookiesOf(value)) add(`c.${names.field(cookie)}`, cookie, content);
    } else if (!isIgnoredHeader(name)) {
      add(`h.${names.field(name)}`, name.replace(/^x-/, ""), withoutScheme(value));
    }
  }
}

/** True when the body, or a part of it, could not be seen. */
function addBody(request: SentRequest, http: boolean, names: Names, add: Add): boolean {
  const { body, method, parameters = [] } = request;
  if (!http) return body === undefined || addSql(body, parameters, names, add);
  if (body === undefined || body === "") return body === undefined && !/^(?:GET|HEAD|DELETE|OPTIONS)$/.test(method);
  const tree = parsed(body);
  if (tree === undefined) return addForm(body, names, add);
  let left = MAX_BODY_LEAVES;
  let partial = false;
  const leaves = new Leaves(names);
  leaves.tree(tree, names.path("body"));
  for (const {
    path: { text: path },
    value,
    inToken,
  } of leaves.found) {
    if (inToken) continue;
    if (left-- === 0) return true;
    if (path === "body.query" && isGraphql(value)) partial = addGraphql(value, names, add) || partial;
    else add(path, lastName(path), value);
  }
  return partial;
}

function addGraphql(query: string, names: Names, add: Add): boolean {
  const { found, partial } = graphqlArguments(query);
  for (const [name, value] of found) add(`gql.${names.field(name)}`, name, value);
  return partial;
}

function addSql(
  statement: string,
  parameters: NonNullable<SentRequest["parameters"]>,
  names: Names,
  add: Add,
): boolean {
  const { literals, placeholders } = sqlLiterals(statement);
  for (const [index, literal] of literals.entries()) add(`sql[${index}]`, "", literal);
  for (const [name, value] of parameters) {
    const isNumber = /^\d{1,3}$/.test(name);
    add(isNumber ? `sql.$${name}` : `sql.${names.field(name)}`, isNumber ? "" : name, value);
  }
  return placeholders > parameters.length;
}

function addForm(body: string, names: Names, add: Add): boolean {
  if (!/^[^=&\s]{1,64}=[^\s]*$/.test(body)) return true;
  for (const [name, value] of new URLSearchParams(body)) add(`body.${names.field(name)}`, name, value);
  return false;
}

function parsed(body: string): unknown {
  if (!/^\s*[[{"\d-]/.test(body)) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // a form, or a format of its own
  }
}

export function lastName(path: string): string {
  return path.replaceAll("[*]", "").split(".").at(-1) ?? "";
}

export function* cookiesOf(header: string): Generator<readonly [string, string]> {
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0) yield [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
  }
}
