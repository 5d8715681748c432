/** Figures take turns: one is drawn a frame, each a few times a second at most, so that no report of a run holds the page up. */

export interface DrawTurns {
  /** Draws when this figure's turn comes; a later call for the same figure replaces what is to be drawn, not its place. */
  ask(figure: object, draw: () => void): void;
  forget(figure: object): void;
}

/** Milliseconds between two drawings of one figure. */
const PACE = 200;

export function createDrawTurns(nextFrame: (work: () => void) => void, now: () => number = () => performance.now()): DrawTurns {
  const waiting = new Map<object, () => void>();
  const drawnAt = new WeakMap<object, number>();
  let asked = false;

  function turn() {
    asked = false;
    const due = [...waiting].find(([figure]) => now() - (drawnAt.get(figure) ?? -PACE) >= PACE);
    if (due) {
      const [figure, draw] = due;
      waiting.delete(figure);
      drawnAt.set(figure, now());
      draw();
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
