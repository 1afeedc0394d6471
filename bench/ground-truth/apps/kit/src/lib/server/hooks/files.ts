import { sequence, type Handle } from "@sveltejs/kit/hooks";
import { sendJson } from "../http.ts";

const countView: Handle = ({ event, resolve }) => {
  // A lost count is no reason to fail, nor to wait.
  sendJson("POST", "/counters/file-views", { area: "files" }).catch(() => undefined);
  return resolve(event);
};

const accessLog: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  await sendJson("POST", "/access-log", { path: event.url.pathname, status: response.status });
  return response;
};

export const filesArea: Handle = sequence(countView, accessLog);
