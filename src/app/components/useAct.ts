/** Does what a button says, and tells in a notice where it cannot be done. */
import { useCallback } from 'react';
import { toProblem } from '../state/problem';
import { useApp } from './context';

export function useAct(): (action: () => Promise<void>) => void {
  const { ui } = useApp();
  return useCallback((action) => {
    action().catch((thrown: unknown) => {
      const { message, hint } = toProblem(thrown);
      ui.setState({ notice: `${message} ${hint}` });
    });
  }, [ui]);
}
