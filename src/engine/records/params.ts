/** Parameters as data: the form in the page, the check of a notebook and the documentation come from one declaration. */

export type ParamValue = number | boolean | string | readonly number[];

export type Params = Readonly<Record<string, ParamValue>>;

/** One parameter as data: the form, the check of a loaded notebook and the documentation all come from this. */
export interface ParamSpec {
  readonly name: string;
  /** Plain words first, the term in brackets where it differs: "Codes per level (K)". */
  readonly title: string;
  /** One or two plain sentences: what it does and when to change it. */
  readonly help: string;
  /** `integers` and `numbers` are lists, written "512, 256, 128"; for `numbers` a plain number stands for a list of one. */
  readonly type: 'integer' | 'number' | 'boolean' | 'choice' | 'integers' | 'numbers';
  readonly default: ParamValue;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly { readonly value: string; readonly title: string }[];
  readonly unit?: string;
  /** A list of one entry for all, or of as many as this other parameter says. */
  readonly lengthOf?: string;
  /** `shape`: levels, codes, latent; `training`: steps, batch, rate; `method`: what only this method has. */
  readonly group: 'shape' | 'training' | 'method';
  /** Folded away until asked for. */
  readonly advanced?: boolean;
}

/** A value refused by checkParams: which one, and why in words. */
export interface ParamProblem {
  readonly name: string;
  readonly message: string;
}

/** A kind of quantizer or predictor, as the page knows it. */
export interface KindEntry {
  /** Its name in documents and results: "rq-kmeans". */
  readonly kind: string;
  readonly title: string;
  /** One sentence for a newcomer. */
  readonly summary: string;
  /** Base colour of its lines and marks, "#rrggbb"; the figures find the lightness that each ground needs. */
  readonly hue: string;
  readonly params: readonly ParamSpec[];
  readonly presets: readonly { readonly name: string; readonly title: string; readonly params: Params }[];
}
