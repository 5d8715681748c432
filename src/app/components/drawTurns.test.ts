/** Figures are drawn in their turn, a few milliseconds of them a frame, at a pace, and always to the latest. */
import { describe, expect, it } from 'vitest';
import { createDrawTurns } from './drawTurns';

function clock() {
  const frames: (() => void)[] = [];
  let time = 0;
  return {
    turns: createDrawTurns((work) => frames.push(work), () => time),
    frame(milliseconds = 16) {
      time += milliseconds;
      frames.shift()?.();
    },
    pass: (milliseconds: number) => (time += milliseconds),
    pending: () => frames.length,
  };
}

describe('createDrawTurns', () => {
  it('draws what fits into a frame, in the order asked, with the latest data', () => {
    const { turns, frame, pass, pending } = clock();
    const [a, b] = [{}, {}];
    const drawn: string[] = [];
    turns.ask(a, () => drawn.push('a1'));
    const slow = () => {
      pass(9);
      drawn.push('b1');
    };
    turns.ask(b, slow);
    turns.ask({}, () => drawn.push('c1'));
    turns.ask(a, () => drawn.push('a2'));
    frame();
    expect(drawn).toEqual(['a2', 'b1']);
    frame();
    expect(drawn).toEqual(['a2', 'b1', 'c1']);
    expect(pending()).toBe(0);
  });

  it('keeps the pace of a figure without losing its last state', () => {
    const { turns, frame } = clock();
    const figure = {};
    const drawn: number[] = [];
    turns.ask(figure, () => drawn.push(1));
    frame();
    turns.ask(figure, () => drawn.push(2));
    frame();
    expect(drawn).toEqual([1]);
    frame(250);
    expect(drawn).toEqual([1, 2]);
  });

  it('does not draw what is gone', () => {
    const { turns, frame } = clock();
    const figure = {};
    let drawn = 0;
    turns.ask(figure, () => drawn++);
    turns.forget(figure);
    frame();
    expect(drawn).toBe(0);
  });
});
