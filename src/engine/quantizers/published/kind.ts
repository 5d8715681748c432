/** Codes made elsewhere, as a method among those that are trained here: nothing is set, nothing is trained. */
import type { Remedies } from '../../records/basics';
import type { KindEntry } from '../../records/params';

export const published: KindEntry = {
  kind: 'published',
  title: 'Published IDs',
  summary: 'Semantic IDs read from a file and judged like those trained here; with vectors, after their code vectors are fitted again.',
  hue: '#b8860b',
  params: [],
  presets: [],
};

export const publishedRemedies: Remedies = {
  error: 'Check that codes and vectors are of the same items, joined by the same ids: codes of other items explain nothing.',
  codes: 'If each level could use fewer codes than were counted, choose how many under Change; else the file has it so.',
  uneven: 'The file has it so.',
};
