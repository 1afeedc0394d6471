import { BatchLoader } from "./batch-loader";
import { getJson } from "./http";

interface Stop {
  id: string;
  minutes: number;
}

export const tour = (id: string) => getJson<{ id: string; stops: string[] }>(`/tours/${id}`);

export const stopLoader = () => new BatchLoader<Stop>((ids) => getJson<Stop[]>("/stops", { ids: ids.join(",") }));
