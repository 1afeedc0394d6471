import { api } from "../clients/api.ts";

export class FlightGateway {
  flight(number: string): Promise<{ airport: string; stand: number }> {
    return api.get(`/flights/${number}`);
  }

  crew(number: string): Promise<string[]> {
    return api.get(`/crew-plans/${number}`);
  }

  gate(airport: string, stand: number): Promise<{ name: string }> {
    return api.get(`/airports/${airport}/gates/${stand}`);
  }
}
