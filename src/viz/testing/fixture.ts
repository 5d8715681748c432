/** A named piece of data for a view: the test draws it, the gallery shows it. */
export interface Fixture<Data> {
  readonly name: string;
  readonly data: Data;
  /** Where the view's own height does not suit. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** The first fixture: the one whose picture is kept. */
export function firstOf<Data>(fixtures: readonly Fixture<Data>[]): Data {
  const first = fixtures[0];
  if (!first) throw new Error('A view needs at least one fixture.');
  return first.data;
}
