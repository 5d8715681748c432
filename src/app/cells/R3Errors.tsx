/** R3-VAE's three errors side by side, and why only the first compares with other methods. */
import type { QuantizerResult } from '../../engine/records/quantize';
import { formatNumber } from '../../viz/format';

export function R3Errors({ name, kind, result }: { readonly name: string; readonly kind: string; readonly result: QuantizerResult | null }) {
  const { rmse, rmseHard, rmseSoft } = result?.metrics ?? {};
  const errors: [string, number | undefined][] = [
    ['from the codes alone', rmse], ['with the item’s own ratings', rmseHard], ['soft, as trained', rmseSoft],
  ];
  return (
    <div className={`r3-errors hue-${kind}`}>
      <p className="r3-title">
        <span className="swatch" aria-hidden="true" />
        {name}, three RMSE
      </p>
      <dl>
        {errors.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value === undefined ? '…' : formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">The ratings are real numbers that an item carries beside its codes. An ID does not hold them, so the table counts the first error only.</p>
    </div>
  );
}
