/** Names that tell notebooks apart. */

/** The name, or where it is taken the name with the first free number behind it: "Compare", "Compare 2", "Compare 3". */
export function numbered(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const base = name.replace(/ \d+$/, '');
  for (let number = 2; ; number++) if (!taken.includes(`${base} ${number}`)) return `${base} ${number}`;
}
