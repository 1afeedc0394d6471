import { Agent } from "node:http";
import type { ExampleService } from "../../manifest/example-route.ts";
import type { PlannedRequest } from "./request-plan.ts";
import { type HttpAnswer, type HttpRequest, sendRequest } from "./send-request.ts";
import { hiddenFields, multipart } from "./server-action.ts";

export interface AppAddresses {
  /** Base URL of each app, such as `http://127.0.0.1:3100`. */
  readonly addresses: Readonly<Record<ExampleService, string>>;
  /** Milliseconds until one request is given up. */
  readonly timeout: number;
}

/** Sends planned requests to the running apps as browsers would: cookies, forms, Server Actions. */
export class AppClient {
  readonly #agent: Agent;
  readonly #options: AppAddresses;
  readonly #forms = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(options: AppAddresses, sockets: number) {
    this.#options = options;
    this.#agent = new Agent({ keepAlive: true, maxSockets: sockets });
  }

  async send({ route, request, person }: PlannedRequest): Promise<HttpAnswer> {
    const url = new URL(request.path, this.#options.addresses[route.service]);
    const headers: Record<string, string> = { "user-agent": "example-traffic", ...request.headers };
    if (person !== undefined) headers["cookie"] = `sid=${person.token}`;
    if (request.serverAction === true) return this.#sendAction(url, headers);
    if (request.json !== undefined) {
      return this.#post(url, headers, "application/json", JSON.stringify(request.json));
    }
    if (request.form !== undefined) {
      const body = new URLSearchParams(request.form).toString();
      return this.#post(url, headers, "application/x-www-form-urlencoded", body);
    }
    return this.#exchange({ method: "GET", url, headers });
  }

  close(): void {
    this.#agent.destroy();
  }

  async #sendAction(url: URL, headers: Record<string, string>): Promise<HttpAnswer> {
    // The form's fields belong to the build, not to the visitor: one look per page is enough.
    let fields = this.#forms.get(url.href);
    if (fields === undefined) {
      fields = this.#readForm(url);
      this.#forms.set(url.href, fields);
    }
    const { boundary, body } = multipart(await fields);
    return this.#post(url, headers, `multipart/form-data; boundary=${boundary}`, body);
  }

  async #readForm(url: URL): Promise<ReadonlyMap<string, string>> {
    const page = await this.#exchange({ method: "GET", url, headers: {} });
    const fields = hiddenFields(page.text);
    if (fields.size === 0) throw new Error(`${url.pathname} holds no form with a Server Action`);
    return fields;
  }

  #post(url: URL, headers: Record<string, string>, type: string, body: string): Promise<HttpAnswer> {
    const origin = `http://${headers["host"] ?? url.host}`;
    const sent = { ...headers, origin, "content-type": type, "content-length": String(Buffer.byteLength(body)) };
    return this.#exchange({ method: "POST", url, headers: sent, body });
  }

  #exchange(request: Omit<HttpRequest, "timeout">): Promise<HttpAnswer> {
    const headers = { ...request.headers, "x-forwarded-proto": "http" };
    return sendRequest(this.#agent, { ...request, headers, timeout: this.#options.timeout });
  }
}
