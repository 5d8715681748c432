/** What a person should know of a file, a line each; nothing where there is nothing. */
export function WarningList({ warnings }: { readonly warnings: readonly string[] | undefined }) {
  if (!warnings || warnings.length === 0) return null;
  return (
    <ul className="warnings">
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}
