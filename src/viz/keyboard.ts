/** One tab stop for many marks: arrows move a cursor over them, Enter selects, Shift with Space adds. The cursor lives on the node, not in the module. */

export interface KeyboardUse {
  readonly count: number;
  /** Marks in a row, for the up and down arrows; 1 where there are no rows. */
  readonly columns: number;
  readonly label: string;
  move(index: number | null): void;
  choose(index: number, add: boolean): void;
}

/** Makes `node` focusable and its marks reachable; called again it takes over the new data. */
export function reachable(node: SVGElement, use: KeyboardUse): void {
  node.setAttribute('tabindex', '0');
  node.setAttribute('role', 'button');
  node.setAttribute('aria-label', use.label);
  const at = () => Math.max(0, Math.min(use.count - 1, Number(node.getAttribute('data-cursor') ?? 0)));
  const go = (index: number) => {
    node.setAttribute('data-cursor', String(Math.max(0, Math.min(use.count - 1, index))));
    use.move(at());
  };
  node.onfocus = () => go(at());
  node.onblur = () => use.move(null);
  node.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: use.columns, ArrowUp: -use.columns, Home: -use.count, End: use.count }[event.key];
    if (step !== undefined) go(at() + step);
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === ' ') use.choose(at(), event.shiftKey);
    else return;
    event.preventDefault();
  };
}
