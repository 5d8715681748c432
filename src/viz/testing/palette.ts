/** Colours for fixtures, the gallery and tests: those of the kinds that fixtures show. */
import { themes } from '../colors';

export const PALETTE = themes({
  'rq-kmeans': '#7a7f87', 'rq-vae': '#0072b2', 'r3-vae': '#d55e00', 'rq-gmm': '#009e73', 'rq-reg': '#cc79a7',
  constant: '#4f4534', ridge: '#d1c301', mlp: '#385192', ziln: '#a52b05', ordinal: '#81c981',
  iat: '#e69f00', din: '#56b4e9', logistic: '#882255',
});
