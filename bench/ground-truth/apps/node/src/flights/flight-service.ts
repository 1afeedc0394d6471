import type { Container } from "../container.ts";
import { FlightGateway } from "./flight-gateway.ts";

export interface FlightOverview {
  from: string;
  gate: string;
  crew: number;
}

export class FlightService {
  readonly #gateway: FlightGateway;

  constructor(container: Container) {
    this.#gateway = container.resolve(FlightGateway);
  }

  async overview(number: string): Promise<FlightOverview> {
    const [flight, crew] = await Promise.all([this.#gateway.flight(number), this.#gateway.crew(number)]);
    const gate = await this.#gateway.gate(flight.airport, flight.stand);
    return { from: flight.airport, gate: gate.name, crew: crew.length };
  }

  async overviewFast(number: string): Promise<FlightOverview> {
    const withGate = async () => {
      const flight = await this.#gateway.flight(number);
      return { flight, gate: await this.#gateway.gate(flight.airport, flight.stand) };
    };
    const [{ flight, gate }, crew] = await Promise.all([withGate(), this.#gateway.crew(number)]);
    return { from: flight.airport, gate: gate.name, crew: crew.length };
  }
}
