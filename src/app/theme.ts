/** The colours of the page as one style sheet made from the figures' themes, and the choice between light and dark. */
import { themes } from '../viz/colors';
import type { SettingsStore } from './state/settingsStore';

/** Adopts the sheet and keeps `data-theme` on the root element in step with the settings and the system. */
export function applyTheme(settings: SettingsStore): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync((['light', 'dark'] as const).map((name) => `:root[data-theme="${name}"] { color-scheme: ${name}; ${rules(themes[name])} }`).join('\n'));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const system = matchMedia('(prefers-color-scheme: dark)');
  const set = () => {
    const { theme } = settings.getState();
    document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
  };
  set();
  settings.subscribe(set);
  system.addEventListener('change', set);
}

function rules(values: Readonly<Record<string, string>>): string {
  return Object.entries(values).map(([name, value]) => `${name}: ${value};`).join(' ');
}
