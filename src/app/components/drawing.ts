/** A view with its data already in it: all that the page needs to show it, export it and read it aloud. */
import type { Size, ViewModule } from '../../viz/view';

export interface Drawing {
  /** `hover` is told in words what lies under the pointer or the keyboard's cursor. */
  draw(root: SVGSVGElement, size: Size, hover?: (words: string | null) => void): void;
  height(width: number): number;
  describe(): string;
  toCsv(): string;
}

/** Closes a view module over its data, so that nothing else needs to know the data's type. */
export function drawingOf<Data, Events>(module: ViewModule<Data, Events>, data: Data, events?: (say: (words: string | null) => void) => Partial<Events>): Drawing {
  return {
    draw: (root, size, hover) => module.draw(root, data, size, hover && events?.(hover)),
    height: (width) => module.height(data, width),
    describe: () => module.describe(data),
    toCsv: () => module.toCsv(data),
  };
}
