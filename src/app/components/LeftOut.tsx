/** Names the files that were given and cannot be used here, so that none is dropped in silence. */

export function LeftOut({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return <p className="muted">Not used: {names.join(', ')}.</p>;
}
