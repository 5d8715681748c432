/** The options of a list from which a column is chosen. */
export function ColumnOptions({ names }: { readonly names: readonly string[] }) {
  return names.map((name) => (
    <option key={name} value={name}>
      {name}
    </option>
  ));
}
