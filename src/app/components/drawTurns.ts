/** Figures take turns: as many are drawn in a frame as fit into a few milliseconds, each a few times a second at most, so that no report of a run holds the page up. */

export interface DrawTurns {
  /** Draws when this figure's turn comes; a later call for the same figure replaces what is to be drawn, not its place. */
  ask(figure: object, draw: () => void): void;
  forget(figure: object): void;
}

/** Milliseconds between two drawings of one figure. */
const PACE = 200;
/** Milliseconds of a frame after which no further figure is begun: the page must answer in between. */
const FRAME = 8;

export function createDrawTurns(nextFrame: (work: () => void) => void, now: () => number = () => performance.now()): DrawTurns {
  const waiting = new Map<object, () => void>();
  const drawnAt = new WeakMap<object, number>();
  let asked = false;

  function turn() {
    asked = false;
    const began = now();
    for (const [figure, draw] of [...waiting]) {
      if (began - (drawnAt.get(figure) ?? -PACE) < PACE) continue;
      waiting.delete(figure);
      drawnAt.set(figure, began);
      draw();
      if (now() - began >= FRAME) break;
    }
    next();
  }
  function next() {
    if (asked || waiting.size === 0) return;
    asked = true;
    nextFrame(turn);
  }
  return {
    ask(figure, draw) {
      waiting.set(figure, draw);
      next();
    },
    forget: (figure) => void waiting.delete(figure),
  };
}
