/** What a view is: data in, drawing out, events back. It keeps nothing between calls. */

export interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** How a method is called and coloured; `hue` is a key of viz/colors.ts. */
export interface Series {
  readonly id: string;
  readonly name: string;
  readonly hue: Hue;
}

/** Name of a method's colour: its kind, or "ink". */
export type Hue = string;

/** Draws `data` into `root` (an <svg>); called again with new data it updates in place. */
export type View<Data, Events = Record<string, never>> = (root: SVGSVGElement, data: Data, size: Size, on?: Partial<Events>) => void;

/** What the page needs of a view beside its drawing. */
export interface ViewModule<Data, Events = Record<string, never>> {
  readonly draw: View<Data, Events>;
  /** Height in pixels that suits this data at this width. */
  height(data: Data, width: number): number;
  /** Text twin for screen readers: one or two sentences of what the picture says. */
  describe(data: Data): string;
  /** The numbers behind the picture, as rows of CSV with a header. */
  toCsv(data: Data): string;
}
