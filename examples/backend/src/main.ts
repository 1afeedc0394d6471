import { createBackend, JITTER } from "./backend.ts";

const port = Number(process.env["WEIR_EXAMPLE_BACKEND_PORT"] ?? 4200);
const speed = Number(process.env["WEIR_EXAMPLE_SPEED"] ?? 1);
const seed = Number(process.env["WEIR_EXAMPLE_SEED"] ?? 7);
const jitter = Number(process.env["WEIR_EXAMPLE_JITTER"] ?? JITTER);
if (!Number.isInteger(port) || !(speed > 0) || !Number.isInteger(seed) || !(Math.abs(jitter) < 1)) {
  console.error(
    "WEIR_EXAMPLE_BACKEND_PORT and WEIR_EXAMPLE_SEED are whole numbers, WEIR_EXAMPLE_SPEED is above 0, WEIR_EXAMPLE_JITTER between -1 and 1",
  );
  process.exit(2);
}

const server = createBackend({ speed, seed, jitter });
server.listen(port, "127.0.0.1", () => console.log(`backend: http://127.0.0.1:${port} (speed ${speed}, seed ${seed})`));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
