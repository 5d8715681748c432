/** The colours of the page as one style sheet made from the figures' themes, and the choice between light and dark. */
import { themes } from '../viz/colors';
import type { Colors, Hues } from '../viz/colors';
import type { SettingsStore } from './state/settingsStore';

/** Adopts the sheet and keeps `data-theme` on the root element in step with the settings and the system. Gives a function that adds the colours of methods. */
export function applyTheme(settings: SettingsStore): (hues: Hues) => void {
  const sheet = new CSSStyleSheet();
  const colour = (hues: Hues) => {
    const all = themes(hues);
    const grounds = (['light', 'dark'] as const).map((name) => `:root[data-theme="${name}"] { color-scheme: ${name}; ${rules(all[name])} }`);
    const methods = Object.keys(hues).map((hue) => `.hue-${hue} { --hue: var(--hue-${hue}); }`);
    sheet.replaceSync([...grounds, ...methods].join('\n'));
  };
  colour({});
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const system = matchMedia('(prefers-color-scheme: dark)');
  const set = () => {
    const { theme } = settings.getState();
    document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
  };
  set();
  settings.subscribe(set);
  system.addEventListener('change', set);
  return colour;
}

function rules(colors: Colors): string {
  return Object.entries(colors).map(([name, value]) => `${name}: ${value};`).join(' ');
}
