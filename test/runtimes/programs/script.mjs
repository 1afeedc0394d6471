/** A script that calls once inside a span of its own and ends by itself, by `process.exit`, or by an error nobody handles. */
import { createServer, get } from "node:http";

async function work() {
  if (process.env.ENDING === "unhandled") void fetch("http://127.0.0.1:1/");
  await (await fetch(`${process.env.UPSTREAM}/json`)).json();
}

const server = createServer((_request, response) => {
  void work().then(() => response.end());
});
server.listen(0, "127.0.0.1", () => {
  get({ port: server.address().port, agent: false }, (response) => {
    response.resume().on("end", () => {
      server.close();
      if (process.env.ENDING === "exit") process.exit(3);
    });
  });
});
