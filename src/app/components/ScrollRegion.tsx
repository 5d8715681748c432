/** A table that may be wider than its place: it scrolls by finger and by keys, and its edge shows while there is more. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Pixels that rounding may leave over. */
const SLACK = 2;

export function ScrollRegion({ label, className = '', children }: Props) {
  const region = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState(false);
  useLayoutEffect(() => {
    const node = region.current;
    if (!node) return;
    const look = () => setMore(node.scrollLeft + node.clientWidth < node.scrollWidth - SLACK);
    // The region tells of the window, its table of what stands in it.
    const observer = new ResizeObserver(look);
    for (const seen of [node, ...node.children]) observer.observe(seen);
    node.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      node.removeEventListener('scroll', look);
    };
  }, []);
  return (
    <div className={more ? 'scrolls more-after' : 'scrolls'}>
      <div ref={region} className={`table-scroll ${className}`} tabIndex={0} role="region" aria-label={label}>
        {children}
      </div>
    </div>
  );
}
