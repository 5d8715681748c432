/** Every fixture of every view, live, in light and dark, for a phone and for a page: what a designer looks at. Development only. */
import { PALETTE } from './testing/palette';
import { gmmComponents } from './gmmComponents';
import { gmmComponentsFixtures } from './gmmComponents.fixture';
import { heatStrip } from './heatStrip';
import { heatStripFixtures } from './heatStrip.fixture';
import { normHistogram } from './normHistogram';
import { normHistogramFixtures } from './normHistogram.fixture';
import { prefixes } from './prefixes';
import { prefixesFixtures } from './prefixes.fixture';
import { rateDistortion } from './rateDistortion';
import { rateDistortionFixtures } from './rateDistortion.fixture';
import { residualNorms } from './residualNorms';
import { residualNormsFixtures } from './residualNorms.fixture';
import { smallMultiples } from './smallMultiples';
import { smallMultiplesFixtures } from './smallMultiples.fixture';
import { sparkline } from './sparkline';
import { sparklineFixtures } from './sparkline.fixture';
import { trainingCurves } from './trainingCurves';
import { trainingCurvesFixtures } from './trainingCurves.fixture';
import { utilization } from './utilization';
import { utilizationFixtures } from './utilization.fixture';
import { calibration } from './calibration';
import { calibrationFixtures } from './calibration.fixture';
import { codeOrder } from './codeOrder';
import { codeOrderFixtures } from './codeOrder.fixture';
import { levelErrors } from './levelErrors';
import { levelErrorsFixtures } from './levelErrors.fixture';
import { predictedTrue } from './predictedTrue';
import { predictedTrueFixtures } from './predictedTrue.fixture';
import { targetErrors } from './targetErrors';
import { targetErrorsFixtures } from './targetErrors.fixture';
import { levelsAndCodes } from './levelsAndCodes';
import { levelsAndCodesFixtures } from './levelsAndCodes.fixture';
import { targetLevels } from './targetLevels';
import { targetLevelsFixtures } from './targetLevels.fixture';
import { valueAlignment } from './valueAlignment';
import { valueAlignmentFixtures } from './valueAlignment.fixture';
import { valueDecoding } from './valueDecoding';
import { valueDecodingFixtures } from './valueDecoding.fixture';
import { reliability } from './reliability';
import { reliabilityFixtures } from './reliability.fixture';
import { historyAuc } from './historyAuc';
import { historyAucFixtures } from './historyAuc.fixture';
import { bitsAuc } from './bitsAuc';
import { bitsAucFixtures } from './bitsAuc.fixture';
import { gainIntervals } from './gainIntervals';
import { gainIntervalsFixtures } from './gainIntervals.fixture';
import { historyStrip } from './historyStrip';
import { historyStripFixtures } from './historyStrip.fixture';
import { plane } from './plane';
import { planeFixtures } from './plane.fixture';
import { tokenMap } from './tokenMap';
import { tokenMapFixtures } from './tokenMap.fixture';
import { idTree } from './idTree';
import { idTreeFixtures } from './idTree.fixture';
import { collisionSizes } from './collisionSizes';
import { collisionSizesFixtures } from './collisionSizes.fixture';
import { codeFlow } from './codeFlow';
import { codeFlowFixtures } from './codeFlow.fixture';
import { timeline } from './timeline';
import { timelineFixtures } from './timeline.fixture';
import { itemMap } from './itemMap';
import { itemMapFixtures } from './itemMap.fixture';
import { beamTree } from './beamTree';
import { beamTreeFixtures } from './beamTree.fixture';
import { depthRecall } from './depthRecall';
import { depthRecallFixtures } from './depthRecall.fixture';
import { groupRecall } from './groupRecall';
import { groupRecallFixtures } from './groupRecall.fixture';
import { idQuality } from './idQuality';
import { idQualityFixtures } from './idQuality.fixture';
import type { Theme } from './colors';
import type { Fixture } from './testing/fixture';
import type { ViewModule } from './view';

/** `?theme=dark&view=utilization&width=340` shows part of it. */
const asked = new URLSearchParams(location.search);
const SVG = 'http://www.w3.org/2000/svg';

show('utilization', utilization, utilizationFixtures, ['hover', 'select']);
show('heatStrip', heatStrip, heatStripFixtures, ['hover', 'select']);
show('residualNorms', residualNorms, residualNormsFixtures, ['hover']);
show('trainingCurves', trainingCurves, trainingCurvesFixtures, ['hover']);
show('gmmComponents', gmmComponents, gmmComponentsFixtures, ['hover', 'select']);
show('rateDistortion', rateDistortion, rateDistortionFixtures, ['hover']);
show('smallMultiples', smallMultiples, smallMultiplesFixtures, ['hover']);
show('prefixes', prefixes, prefixesFixtures, ['hover']);
show('sparkline', sparkline, sparklineFixtures, []);
show('normHistogram', normHistogram, normHistogramFixtures, []);
show('valueDecoding', valueDecoding, valueDecodingFixtures, ['hover', 'hoverRow', 'select']);
show('levelErrors', levelErrors, levelErrorsFixtures, ['hover']);
show('valueAlignment', valueAlignment, valueAlignmentFixtures, ['hover']);
show('codeOrder', codeOrder, codeOrderFixtures, ['hover']);
show('targetLevels', targetLevels, targetLevelsFixtures, ['hover']);
show('levelsAndCodes', levelsAndCodes, levelsAndCodesFixtures, ['hover']);
show('predictedTrue', predictedTrue, predictedTrueFixtures, ['hover']);
show('calibration', calibration, calibrationFixtures, ['hover']);
show('targetErrors', targetErrors, targetErrorsFixtures, ['hover']);
show('reliability', reliability, reliabilityFixtures, ['hover']);
show('historyAuc', historyAuc, historyAucFixtures, ['hover']);
show('bitsAuc', bitsAuc, bitsAucFixtures, ['hover']);
show('gainIntervals', gainIntervals, gainIntervalsFixtures, ['hover']);
show('historyStrip', historyStrip, historyStripFixtures, ['hover']);
show('tokenMap', tokenMap, tokenMapFixtures, ['hover']);
show('plane', plane, planeFixtures, ['hover', 'choose']);
show('idTree', idTree, idTreeFixtures, ['hover', 'select', 'up']);
show('collisionSizes', collisionSizes, collisionSizesFixtures, ['hover', 'select']);
show('codeFlow', codeFlow, codeFlowFixtures, ['hover', 'select']);
show('timeline', timeline, timelineFixtures, ['hover', 'select']);
show('itemMap', itemMap, itemMapFixtures, []);
show('depthRecall', depthRecall, depthRecallFixtures, ['hover']);
show('groupRecall', groupRecall, groupRecallFixtures, ['hover']);
show('beamTree', beamTree, beamTreeFixtures, ['hover']);
show('idQuality', idQuality, idQualityFixtures, ['hover']);

function show<Data, Events>(name: string, view: ViewModule<Data, Events>, fixtures: readonly Fixture<Data>[], events: readonly string[]): void {
  if (asked.get('view') && asked.get('view') !== name) return;
  document.body.style.margin = '0';
  for (const theme of ['light', 'dark'] as const) {
    if (asked.get('theme') && asked.get('theme') !== theme) continue;
    const section = sectionOf(name, theme);
    for (const fixture of fixtures) {
      for (const width of fixture.size ? [fixture.size.width] : [340, 700]) {
        if (asked.get('width') && !fixture.size && Number(asked.get('width')) !== width) continue;
        const height = fixture.size?.height ?? view.height(fixture.data, width);
        const figure = section.appendChild(document.createElement('figure'));
        figure.style.margin = '0';
        const caption = figure.appendChild(document.createElement('figcaption'));
        caption.textContent = `${fixture.name}, ${width} px`;
        Object.assign(caption.style, { color: 'var(--ink-muted)', fontSize: '11px', marginBottom: '8px' });
        const root = figure.appendChild(document.createElementNS(SVG, 'svg'));
        root.setAttribute('role', 'group');
        root.setAttribute('aria-label', view.describe(fixture.data));
        root.style.display = 'block';
        const said = figure.appendChild(document.createElement('output'));
        Object.assign(said.style, { fontSize: '11px', display: 'block', minHeight: '1.4em', maxWidth: `${width}px`, overflow: 'hidden' });
        const on = Object.fromEntries(events.map((event) => [event, (value: unknown) => (said.textContent = `${event} ${JSON.stringify(value)}`)]));
        view.draw(root, fixture.data, { width, height }, on as Partial<Events>);
      }
    }
  }
}

function sectionOf(name: string, theme: Theme): HTMLElement {
  const section = document.body.appendChild(document.createElement('section'));
  for (const [variable, value] of Object.entries(PALETTE[theme])) section.style.setProperty(variable, value);
  Object.assign(section.style, { background: 'var(--ground)', color: 'var(--ink)', fontFamily: 'system-ui, sans-serif', padding: '24px', display: 'flex', flexWrap: 'wrap', gap: '28px 40px', alignItems: 'flex-start' });
  const heading = section.appendChild(document.createElement('h2'));
  heading.textContent = `${name} · ${theme}`;
  Object.assign(heading.style, { width: '100%', margin: '0', fontSize: '16px' });
  return section;
}
