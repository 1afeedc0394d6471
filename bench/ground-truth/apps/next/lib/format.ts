export const money = (cents: number) => `${(cents / 100).toFixed(2)} EUR`;

export const slugify = (text: string) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
