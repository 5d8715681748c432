/** Figures of a file, each with what it counts below it. */

/** The figure, what it counts, and whether it is a warning. */
export type Fact = readonly [value: string, name: string, warns: boolean];

export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(([value, name, warns]) => (
        <div key={name} className={warns ? 'warns' : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
