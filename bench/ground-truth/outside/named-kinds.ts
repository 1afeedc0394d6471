interface JaegerSpan {
  readonly operationName: string;
  readonly tags?: readonly object[];
}

interface JaegerDocument {
  readonly data: readonly { readonly spans: readonly JaegerSpan[] }[];
}

/**
 * DeathStarBench tells the two sides of a call by the ends of its spans' names alone (`store_post_client`); here they
 * get the tags any current SDK would set. Nothing else is changed.
 */
export function namedKinds<Document extends JaegerDocument>(document: Document): Document {
  return {
    ...document,
    data: document.data.map((trace) => ({ ...trace, spans: trace.spans.map(withKind) })),
  };
}

function withKind(span: JaegerSpan): JaegerSpan {
  const kind = /_(client|server)$/.exec(span.operationName)?.[1];
  if (kind === undefined) return span;
  const tag = (key: string, value: string): object => ({ key, type: "string", value });
  const method = span.operationName.slice(0, -"_client".length);
  return {
    ...span,
    tags: [...(span.tags ?? []), tag("span.kind", kind), tag("rpc.system", "thrift"), tag("rpc.method", method)],
  };
}
