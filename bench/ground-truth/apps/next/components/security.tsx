interface Props {
  name: string;
  sessions: { id: string; browser: string }[];
  keys: { prefix: string; scopes: string[] }[];
}

export function Security({ name, sessions, keys }: Props) {
  return (
    <main>
      <h1>Security of {name}</h1>
      <ul>
        {sessions.map((session) => (
          <li key={session.id}>{session.browser}</li>
        ))}
      </ul>
      <ol>
        {keys.map((key) => (
          <li key={key.prefix}>
            {key.prefix}… ({key.scopes.join(", ")})
          </li>
        ))}
      </ol>
    </main>
  );
}
