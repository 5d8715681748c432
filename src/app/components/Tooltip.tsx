/** A short explanation on hover and on focus, tied to its anchor for screen readers. */
import { FloatingPortal, autoUpdate, flip, offset, shift, useDelayGroup, useDismiss, useFloating, useFocus, useHover, useInteractions, useRole } from '@floating-ui/react';
import { cloneElement, useState } from 'react';
import type { HTMLProps, ReactElement, ReactNode, Ref } from 'react';

interface Props {
  readonly tip: ReactNode;
  readonly children: ReactElement<HTMLProps<HTMLElement> & { ref?: Ref<HTMLElement> }>;
}

export function Tooltip({ tip, children }: Props) {
  const [open, setOpen] = useState(false);
  const { refs, floatingStyles, context } = useFloating({
    open, onOpenChange: setOpen, strategy: 'fixed', placement: 'bottom', middleware: [offset(6), flip(), shift({ padding: 8 })], whileElementsMounted: autoUpdate,
  });
  // In a group only one is open at a time: a page that scrolls under the pointer would otherwise open a second one beside the focused.
  const { delay } = useDelayGroup(context);
  const { getReferenceProps, getFloatingProps } = useInteractions([
    useHover(context, { delay, move: false }), useFocus(context), useDismiss(context), useRole(context, { role: 'tooltip' }),
  ]);
  return (
    <>
      {/* The setter is a callback ref, not a value read while drawing. */}
      {cloneElement(children, getReferenceProps({ ...children.props, ref: refs.setReference }))}
      {open && (
        <FloatingPortal>
          <div ref={refs.setFloating} className="tooltip" style={floatingStyles} {...getFloatingProps()}>
            {tip}
          </div>
        </FloatingPortal>
      )}
    </>
  );
}
