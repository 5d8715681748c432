/** A few choices side by side, one of which holds. */
import { Tooltip } from './Tooltip';

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly title: string; readonly tip?: string }[];
  onChange(value: Value): void;
}

export function Segments<Value extends string>({ label, value, choices, onChange }: Props<Value>) {
  return (
    <span className="segments" role="group" aria-label={label}>
      {choices.map((choice) => {
        const button = (
          <button key={choice.value} type="button" aria-pressed={choice.value === value} onClick={() => onChange(choice.value)}>
            {choice.title}
          </button>
        );
        return choice.tip === undefined ? button : <Tooltip key={choice.value} tip={choice.tip}>{button}</Tooltip>;
      })}
    </span>
  );
}
