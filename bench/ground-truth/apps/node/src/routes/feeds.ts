import type { FastifyInstance } from "fastify";
import pLimit from "p-limit";
import { Loader } from "../batching/loader.ts";
import { api } from "../clients/api.ts";

interface Article {
  id: string;
  title: string;
  author: string;
}

interface Track {
  seconds: number;
}

export async function feeds(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { topic: string } }>("/feeds/:topic", async (req) => {
    const authors = new Loader<{ name: string }>((ids) => api.post("/authors/batch", { ids }));
    const articles = await api.get<Article[]>(`/articles?topic=${req.params.topic}`);

    return Promise.all(
      articles.map(async ({ title, author }) => ({ title, author: (await authors.load(author)).name })),
    );
  });

  // The file service blocks clients that open more than one connection.
  app.get<{ Params: { set: string } }>("/mirrors/:set", async (req) => {
    const limit = pLimit(1);
    const names = ["index", "signatures", "packages"];
    const sizes = await Promise.all(
      names.map((name) => limit(() => api.get<{ bytes: number }>(`/mirror-files/${req.params.set}/${name}`))),
    );
    return { bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0) };
  });

  app.get<{ Params: { id: string } }>("/playlists/:id/duration", async (req) => {
    const { tracks } = await api.get<{ tracks: string[] }>(`/playlists/${req.params.id}`);
    const seconds = await tracks.reduce<Promise<number>>(
      (sum, track) => sum.then(async (so) => so + (await api.get<Track>(`/tracks/${track}`)).seconds),
      Promise.resolve(0),
    );
    return { tracks: tracks.length, seconds };
  });

  app.get<{ Params: { id: string } }>("/playlists/:id/duration-fast", async (req) => {
    const { tracks } = await api.get<{ tracks: string[] }>(`/playlists/${req.params.id}`);
    const all = await Promise.all(tracks.map((track) => api.get<Track>(`/tracks/${track}`)));
    return { tracks: tracks.length, seconds: all.reduce((sum, { seconds }) => sum + seconds, 0) };
  });
}
