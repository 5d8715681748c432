/** Panels of equal size side by side, in as many columns as their least width allows. */

export interface PanelPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

export interface PanelGrid {
  readonly places: readonly PanelPlace[];
  readonly columns: number;
  readonly rows: number;
}

/** Panels of `count`, each `height` high with `gap` between columns; `height` may follow from the width. */
export function panelGrid(count: number, width: number, least: number, gap: number, height: (width: number) => number, top = 0): PanelGrid {
  const fit = Math.max(1, Math.min(count, Math.floor((width + gap) / (least + gap))));
  const rows = Math.max(1, Math.ceil(count / fit));
  // Three of four in a row and one below looks like an accident: rows are filled evenly.
  const columns = Math.max(1, Math.ceil(count / rows));
  const each = Math.max(1, (width - gap * (columns - 1)) / columns);
  return {
    columns, rows,
    places: Array.from({ length: count }, (_, i) => ({ left: (i % columns) * (each + gap), top: top + Math.floor(i / columns) * height(each), width: each })),
  };
}
