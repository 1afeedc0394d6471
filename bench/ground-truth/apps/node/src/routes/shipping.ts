import type { FastifyInstance } from "fastify";
import { Container } from "../container.ts";
import { api } from "../clients/api.ts";
import { FlightService } from "../flights/flight-service.ts";

interface ByImo {
  Params: { imo: string };
}

interface Vessel {
  name: string;
  flag: string;
}

type PortCall = { port: string; eta: string };
type Weather = { wind: number };

const container = new Container();

export async function shipping(app: FastifyInstance): Promise<void> {
  app.get<ByImo>("/vessels/:imo", async ({ params: { imo } }) => {
    const vessel = await api.get<Vessel>(`/vessels/${imo}`);
    const calls = await api.get<PortCall[]>(`/vessels/${imo}/port-calls?limit=3`);
    const weather = await api.get<Weather>("/weather/north-sea");
    return { ...vessel, next: calls[0]?.port ?? null, wind: weather.wind };
  });

  app.get<ByImo>("/vessels-fast/:imo", async ({ params: { imo } }) => {
    const [vessel, calls, weather] = await Promise.all([
      api.get<Vessel>(`/vessels/${imo}`),
      api.get<PortCall[]>(`/vessels/${imo}/port-calls?limit=3`),
      api.get<Weather>("/weather/north-sea"),
    ]);
    return { ...vessel, next: calls[0]?.port ?? null, wind: weather.wind };
  });

  app.get<{ Params: { number: string } }>("/flights/:number", ({ params }) =>
    container.resolve(FlightService).overview(params.number),
  );

  app.get<{ Params: { number: string } }>("/flights-fast/:number", ({ params }) =>
    container.resolve(FlightService).overviewFast(params.number),
  );
}
