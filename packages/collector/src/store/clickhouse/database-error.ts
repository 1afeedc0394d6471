import { type ErrorCode, WeirError } from "../../errors.ts";

const RETRY_AFTER_S = 5;
const TIMEOUT = 159;

/** Server codes that another try, perhaps at another replica, may not meet again. */
const PASSING: ReadonlySet<number> = new Set([
  TIMEOUT,
  164, // read only
  202, // too many queries at once
  209, // socket timeout
  210, // network error
  225, // no ZooKeeper
  236, // aborted: the server shuts down
  242, // table is read only: no ZooKeeper session
  252, // too many parts
  279, // no replica answers
  285, // too few live replicas
  286, // unsatisfied quorum
  319, // unknown status of insert
  999, // ZooKeeper's own
]);
const DENIED: ReadonlySet<number> = new Set([192, 193, 194, 497, 516]);

/** The number ClickHouse gives its errors; old servers say it in the message only. `undefined` for errors of another kind. */
export function serverCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  const fromClient = typeof code === "string" && /^\d+$/u.test(code) ? code : undefined;
  const text = fromClient ?? /^Code: (\d+)[,.]/u.exec(error.message)?.[1];
  return text === undefined ? undefined : Number(text);
}

/** True when the same request may succeed at another replica: nobody answered, or a server said it cannot now. */
export function mayPass(error: unknown): boolean {
  if (error instanceof WeirError) return error.code === "WEIR_STORE_UNREACHABLE" || error.code === "WEIR_STORE_BUSY";
  const code = serverCode(error);
  return code === undefined ? isTransport(error) : PASSING.has(code);
}

/** An error of the client or the server as one with a code; the server's words may hold values and stay in `cause`. */
export function codedError(error: unknown): unknown {
  if (error instanceof WeirError) return error;
  const code = serverCode(error);
  if (code !== undefined) {
    const [name, message] = meaning(code);
    return new WeirError(name, `${message} (ClickHouse code ${code})`, {
      cause: error,
      status: 503,
      retryAfter: RETRY_AFTER_S,
    });
  }
  if (!isTransport(error)) return error;
  return new WeirError("WEIR_STORE_UNREACHABLE", "No ClickHouse server of the store answers", {
    cause: error,
    status: 503,
    retryAfter: RETRY_AFTER_S,
  });
}

/** True when nobody answered in time, whoever set the time. */
export function isTimeout(error: unknown): boolean {
  if (serverCode(error) === TIMEOUT) return true;
  return (
    error instanceof Error && (/^(?:Abort|Timeout)Error$/u.test(error.name) || /timeout|aborted/iu.test(error.message))
  );
}

function meaning(code: number): readonly [ErrorCode, string] {
  if (DENIED.has(code)) return ["WEIR_STORE_DENIED", "ClickHouse refuses the user or what it may do"];
  if (PASSING.has(code)) return ["WEIR_STORE_BUSY", "ClickHouse cannot do it now"];
  return ["WEIR_STORE_FAILED", "ClickHouse failed"];
}

function isTransport(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && /^(E[A-Z]+|UND_ERR_\w+)$/u.test(code)) return true;
  return isTimeout(error) || /socket hang up/iu.test(error.message);
}
