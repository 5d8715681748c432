/** Says that a figure shows an earlier time, with the way back. */
import { useApp } from '../components/context';
import { showPlace } from '../state/snapshots';

export function PastBanner({ words }: { readonly words: string }) {
  const { session } = useApp();
  return (
    <p className="past-banner" role="status">
      {words}
      <button type="button" className="link" onClick={() => showPlace(session.snapshots, null)}>
        Back to the end
      </button>
    </p>
  );
}
