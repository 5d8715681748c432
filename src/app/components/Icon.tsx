/** The page's few icons, drawn as strokes of the text's colour. */

const PATHS = {
  run: 'M4.5 3 L12.5 8 L4.5 13 Z',
  pause: 'M5 3.5 V12.5 M11 3.5 V12.5',
  step: 'M4 3.5 L10 8 L4 12.5 Z M12.5 3.5 V12.5',
  stop: 'M4 4 H12 V12 H4 Z',
  again: 'M12.8 6.2 A5.2 5.2 0 1 0 13.2 9 M13 2.6 V6.2 H9.4',
  menu: 'M3 8 H3.01 M8 8 H8.01 M13 8 H13.01',
  down: 'M8 2.5 V10.5 M4.5 7.2 L8 10.7 L11.5 7.2 M3 13.5 H13',
  close: 'M4 4 L12 12 M12 4 L4 12',
  outline: 'M3 4 H13 M3 8 H10 M3 12 H7',
  light: 'M8 5 A3 3 0 1 0 8 11 A3 3 0 1 0 8 5 M8 1.5 V2.8 M8 13.2 V14.5 M1.5 8 H2.8 M13.2 8 H14.5 M3.4 3.4 L4.3 4.3 M11.7 11.7 L12.6 12.6 M12.6 3.4 L11.7 4.3 M4.3 11.7 L3.4 12.6',
  dark: 'M13 9.6 A5.4 5.4 0 1 1 6.4 3 A4.4 4.4 0 0 0 13 9.6 Z',
  system: 'M2.5 3 H13.5 V10.5 H2.5 Z M6 13.5 H10 M8 10.5 V13.5',
  chevron: 'M4 6 L8 10 L12 6',
  queue: 'M3 4 H10 M3 8 H10 M3 12 H7 M12.5 6.5 V13 M10.3 10.8 L12.5 13 L14.7 10.8',
  find: 'M7 2.5 A4.5 4.5 0 1 0 7 11.5 A4.5 4.5 0 1 0 7 2.5 M10.4 10.4 L13.8 13.8',
  up: 'M4 10 L8 6 L12 10',
  plus: 'M8 3 V13 M3 8 H13',
  file: 'M4 1.8 H9.2 L12.5 5 V14.2 H4 Z M9 2 V5.2 H12.3',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  const filled = name === 'run' || name === 'stop' || name === 'step';
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]} fill={filled ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth={name === 'menu' ? 2.4 : 1.5}
        strokeLinecap="round" strokeLinejoin="round"
      />
    </svg>
  );
}
