/** A button that opens a short list of commands or a small panel; Escape, a click outside and a choice close it. */
import { FloatingFocusManager, FloatingPortal, autoUpdate, flip, offset, shift, useClick, useDismiss, useFloating, useInteractions } from '@floating-ui/react';
import { useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';

export interface Command {
  readonly title: string;
  readonly note?: string;
  /** A second line in plain words. */
  readonly about?: string;
  readonly disabled?: boolean;
  run(): void;
}

interface Props {
  readonly label: string;
  readonly button: ReactNode;
  readonly className?: string;
  /** Groups of commands, parted by a line. */
  readonly commands?: readonly (readonly Command[])[];
  /** A panel in place of commands. */
  readonly children?: ReactNode;
}

export function Menu({ label, button, className = 'button quiet', commands = [], children }: Props) {
  const [open, setOpen] = useState(false);
  // A long menu near the edge of a low window slides over its button rather than out of sight.
  const { refs, floatingStyles, context } = useFloating({
    open, onOpenChange: setOpen, strategy: 'fixed', placement: 'bottom-end', middleware: [offset(6), flip(), shift({ padding: 8, crossAxis: true })], whileElementsMounted: autoUpdate,
  });
  const { getReferenceProps, getFloatingProps } = useInteractions([useClick(context), useDismiss(context)]);
  const groups = commands.filter((group) => group.length > 0);
  const first = groups.flat().find((command) => !command.disabled);
  const choose = (command: Command) => {
    setOpen(false);
    (refs.reference.current as HTMLElement | null)?.focus();
    command.run();
  };
  return (
    <>
      <button ref={refs.setReference} type="button" className={className} aria-label={label} aria-haspopup={children ? 'dialog' : 'menu'} aria-expanded={open} {...getReferenceProps()}>
        {button}
      </button>
      {open && (
        <FloatingPortal>
          {/* The portal stands at the end of the page: a panel's first control is given the focus, and what opened it gets it back. */}
          <FloatingFocusManager context={context} modal={false} disabled={!children} returnFocus>
            <div
              ref={refs.setFloating} className="menu" style={floatingStyles} role={children ? 'dialog' : 'menu'} aria-label={label}
              {...getFloatingProps({ onKeyDown: moveFocus })}
            >
              {children ??
                groups.map((group, index) => (
                  <div key={index} className="menu-group" role="group">
                    {group.map((command) => (
                      <button
                        key={command.title} type="button" role="menuitem" className="menu-item" disabled={command.disabled} autoFocus={command === first}
                        onClick={() => choose(command)}
                      >
                        <span>
                          {command.title}
                          {command.about && <small>{command.about}</small>}
                        </span>
                        {command.note && <span className="muted">{command.note}</span>}
                      </button>
                    ))}
                  </div>
                ))}
            </div>
          </FloatingFocusManager>
        </FloatingPortal>
      )}
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  items[(at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length]?.focus();
}
