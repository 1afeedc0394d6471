import { registerWeir, withWeir } from "@weir/agent/next";

/** With `WEIR_EXAMPLE_OTEL=vercel` this is the shop of a team that has an SDK already and keeps it. */
export async function register() {
  const serviceName = "next-app";
  if (process.env.WEIR_EXAMPLE_OTEL === "vercel") {
    const { registerOTel } = await import("@vercel/otel");
    registerOTel(withWeir({ serviceName }));
  } else {
    registerWeir({ serviceName });
  }
}
