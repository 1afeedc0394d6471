/**
 * An app whose database clients are instrumented as generously as some are: each of the `MARKS` it is given stands in a
 * place of its own of spans, statements and errors. Prints its URL.
 */
import { createServer } from "node:http";
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

const mark = JSON.parse(process.env.MARKS);

function query(name, attributes, failure) {
  const span = trace.getTracer("database").startSpan(name, { kind: SpanKind.CLIENT, attributes });
  if (failure !== undefined) {
    span.recordException(new Error(failure));
    span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
  }
  span.end();
}

const server = createServer((_request, response) => {
  query("pg.query:SELECT shop", {
    "db.system.name": "postgresql",
    "db.query.text": `SELECT * FROM people WHERE mail = '${mark.literal}' AND note = E'it\\'s ${mark.escaped}' AND k = $tag$${mark.dollar}$tag$ /* ${mark.comment} */ -- ${mark.line}`,
    "db.query.parameter.0": mark.parameter,
    "db.postgresql.values": [mark.value],
    "db.connection_string": `postgresql://shop:${mark.password}@db/shop`,
    "db.user": mark.user,
  });
  query(`SELECT * FROM carts WHERE owner = '${mark.name}'`, {
    "db.system": "mysql",
    "db.statement": `INSERT INTO carts VALUES ("${mark.quoted}", 0x${Buffer.from(mark.hex).toString("hex")})`,
  });
  query("set", { "db.system": "redis", "db.statement": `SET session ${mark.redis}` });
  query("find", { "db.system": "mongodb", "db.statement": JSON.stringify({ mail: mark.document }) });
  query("pg.query", { "db.system.name": "postgresql" }, `duplicate key (mail)=(${mark.error})`);
  response.end("done");
});
server.listen(0, "127.0.0.1", () => process.send?.({ url: `http://127.0.0.1:${server.address().port}` }));
for (const end of ["message", "disconnect"]) process.on(end, () => process.exit(0));
