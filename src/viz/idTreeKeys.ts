/** The tree of semantic IDs by keyboard: arrows move over prefixes and between lengths, Enter selects, Esc goes up. */
import { focusRange, nodeAt, rangeOf } from './idTreeData';
import type { IdTreeData } from './idTreeData';

interface At {
  readonly depth: number;
  readonly node: number;
}

interface Use {
  move(at: At | null): void;
  choose(at: At, add: boolean): void;
  up?(): void;
}

/** Makes `hit` one tab stop. The cursor lives on the node as a place and a length, so that it stays where it is when the focus changes. */
export function treeKeys(hit: SVGElement, data: IdTreeData, use: Use): void {
  hit.setAttribute('tabindex', '0');
  hit.setAttribute('role', 'button');
  hit.setAttribute('aria-label', `${data.series.name}: prefixes of ${data.depths.length} levels. Left and right arrows move over prefixes, up and down between levels, Enter selects, Escape goes one level up.`);
  const [from, to] = focusRange(data);
  const at = (): At => {
    const depth = Math.max(0, Math.min(data.depths.length - 1, Number(hit.getAttribute('data-depth') ?? data.focus.length)));
    return { depth, node: nodeAt(data, depth, Math.max(from, Math.min(to - 1, Number(hit.getAttribute('data-place') ?? from)))) };
  };
  const go = (depth: number, place: number) => {
    hit.setAttribute('data-depth', String(Math.max(0, Math.min(data.depths.length - 1, depth))));
    hit.setAttribute('data-place', String(Math.max(from, Math.min(to - 1, place))));
    use.move(at());
  };
  hit.onfocus = () => use.move(at());
  hit.onblur = () => use.move(null);
  hit.onkeydown = (event) => {
    const { depth, node } = at();
    const [start, end] = rangeOf(data, depth, node);
    if (event.key === 'ArrowRight') go(depth, end);
    else if (event.key === 'ArrowLeft') go(depth, rangeOf(data, depth, nodeAt(data, depth, Math.max(from, start - 1)))[0]);
    else if (event.key === 'ArrowDown') go(depth + 1, Math.max(from, start));
    else if (event.key === 'ArrowUp') go(depth - 1, Math.max(from, start));
    else if (event.key === 'Home') go(depth, from);
    else if (event.key === 'End') go(depth, to - 1);
    else if (event.key === 'Enter' || event.key === ' ') use.choose({ depth, node }, event.shiftKey);
    else if (event.key === 'Escape' && data.focus.length > 0 && use.up) {
      event.stopPropagation();
      use.up();
    } else return;
    event.preventDefault();
  };
}
