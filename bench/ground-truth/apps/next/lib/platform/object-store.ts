import { call } from "./gateway";

/** Client of the object store. Pick a region before anything else. */
export class ObjectStore {
  private region = "eu-1";

  async useRegionOf(tenant: string): Promise<this> {
    const config = await call<{ region: string }>(`/regions/of/${tenant}`);
    this.region = config.region;
    return this;
  }

  buckets(): Promise<string[]> {
    return call(`/objects/${this.region}/buckets`);
  }
}
