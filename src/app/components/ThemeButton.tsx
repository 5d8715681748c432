/** Light, dark, or as the system has it: one button that goes round. */
import { useStore } from 'zustand';
import type { Theme } from '../state/settingsStore';
import { Icon } from './Icon';
import { useApp } from './context';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

export function ThemeButton() {
  const { settings } = useApp();
  const theme = useStore(settings, (state) => state.theme);
  const words = `Theme: ${theme}; next: ${NEXT[theme]}`;
  return (
    <button type="button" className="button quiet icon-only" aria-label={words} title={words} onClick={() => settings.setState({ theme: NEXT[theme] })}>
      <Icon name={theme} />
    </button>
  );
}
