import { EventEmitter } from "node:events";
import { call } from "./gateway";

interface Board {
  id: string;
  cards: number;
}

/** Loads a user's board in stages that know of each other only by what they emit. */
export class BoardLoading extends EventEmitter<{ team: [id: string]; board: [board: Board]; error: [error: unknown] }> {
  constructor(private readonly userId: string) {
    super();
    this.on("team", (id) => this.guarded(this.loadBoard(id)));
  }

  start(): this {
    this.guarded(this.loadTeam());
    return this;
  }

  private async loadTeam() {
    const { teamId } = await call<{ teamId: string }>(`/teams/of/${this.userId}`);
    this.emit("team", teamId);
  }

  private async loadBoard(teamId: string) {
    this.emit("board", await call<Board>(`/teams/${teamId}/board`));
  }

  private guarded(work: Promise<void>) {
    work.catch((error: unknown) => this.emit("error", error));
  }
}
