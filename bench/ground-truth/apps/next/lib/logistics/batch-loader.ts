type Waiting<T> = { id: string; resolve: (value: T) => void; reject: (reason: unknown) => void };

/** Gathers the ids asked for in one turn of the event loop into one read. */
export class BatchLoader<T extends { id: string }> {
  private waiting: Waiting<T>[] = [];

  constructor(private readonly readMany: (ids: string[]) => Promise<T[]>) {}

  load(id: string): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ id, resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => void this.flush());
    });
  }

  private async flush(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    try {
      const found = new Map((await this.readMany(batch.map(({ id }) => id))).map((each) => [each.id, each]));
      for (const { id, resolve, reject } of batch) {
        const value = found.get(id);
        if (value) resolve(value);
        else reject(new Error(`no ${id}`));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
