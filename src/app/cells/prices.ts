/** Keeps dollar signs that are prices out of formulas. */

/** Of a Markdown tree, what this file reads. */
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: Node[];
  readonly position?: { readonly start: { readonly offset?: number }; readonly end: { readonly offset?: number } };
}

/**
 * A remark plugin behind remark-math, which takes any two dollar signs of a paragraph for a formula. As in Pandoc, a formula neither begins nor ends with a space, and no digit
 * follows it: "$5 and $6" stays text. What then stands between two signs is plain text, whatever Markdown it holds.
 */
export function pricesAreText() {
  return (tree: Node, file: { readonly value: unknown }): void => mend(tree, String(file.value));
}

function mend({ children }: Node, source: string): void {
  children?.forEach((child, at) => {
    const text = child.type === 'inlineMath' ? source.slice(child.position?.start.offset, child.position?.end.offset) : '';
    if (text !== '' && !isFormula(text, source[child.position?.end.offset ?? source.length])) children[at] = { type: 'text', value: text };
    else mend(child, source);
  });
}

function isFormula(text: string, next: string | undefined): boolean {
  const inner = /^(\$+)([^]*)\1$/.exec(text);
  return inner !== null && (inner[1]!.length > 1 || (/^\S(?:[^]*\S)?$/.test(inner[2]!) && !/\d/.test(next ?? '')));
}
