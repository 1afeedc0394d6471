export const UPSTREAM_URL: string = process.env["UPSTREAM_URL"] ?? "http://127.0.0.1:5191";
