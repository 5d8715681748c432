/** The button that goes on where a run was cut short. */
import { Icon } from '../components/Icon';
import { useApp } from '../components/context';
import type { PredictorCell, QuantizerCell } from '../notebook/spec';
import { takeOffer } from './resume';
import type { ResumeOffer as Offer } from './resume';

/** `others`: some states in the menu are of other steps. */
export function ResumeOffer({ cell, offer, others = false }: { readonly cell: QuantizerCell | PredictorCell; readonly offer: Offer; readonly others?: boolean }) {
  const { session } = useApp();
  return (
    <p className="row-offer">
      <button type="button" className="button main" onClick={() => takeOffer(session, cell, offer)}>
        <Icon name="run" size={13} /> {offer.title}
      </button>
      <span className="muted">{others ? 'Other states are in the menu. ' : ''}“Run again” starts from the beginning.</span>
    </p>
  );
}
