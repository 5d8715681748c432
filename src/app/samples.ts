/** The bundled samples: what a person can try before they have a file at hand. */

export interface Sample {
  readonly id: string;
  readonly title: string;
  /** One line: what it is and why look at it. */
  readonly about: string;
  /** Below the page's base address. */
  readonly path: string;
}

export const SAMPLES: readonly Sample[] = [
  { id: 'clusters', title: 'Nested clusters', about: '2,000 × 32, a tree of clusters: residual codes should find its levels', path: 'samples/data/clusters.npy' },
];

/** Fetches a sample as the file a person could have dropped. Its date is fixed, so its results stay valid from visit to visit. */
export async function fetchSample(sample: Sample, base: string): Promise<File> {
  const response = await fetch(new URL(sample.path, base));
  if (!response.ok) {
    throw Object.assign(new Error(`The sample ${sample.path} could not be fetched (HTTP ${response.status}).`), { name: 'input', hint: 'Drop a file of your own, or reload the page.' });
  }
  return new File([await response.blob()], sample.path.split('/').at(-1)!, { lastModified: 0 });
}
