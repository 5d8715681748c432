/** The one place where React meets a view: measures, draws in an effect, keeps the height reserved, shows errors and exports. */
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useApp } from './context';
import type { Drawing } from './drawing';
import { useTwin } from './useTwin';

/** Height of the line of words, in pixels. */
const WORDS = 20;
/** Milliseconds without news after which a figure out of sight is drawn too: for print, and for who scrolls fast. */
const SETTLED = 1500;

interface Props {
  readonly drawing: Drawing;
  readonly label: string;
  /** Pixels kept free however small the picture is. */
  readonly minHeight?: number;
  /** A line under the picture for what lies under the pointer. */
  readonly words?: boolean;
}

export function ViewHost({ drawing, label, minHeight = 0, words = true }: Props) {
  const { turns } = useApp();
  const frame = useRef<HTMLDivElement>(null);
  const root = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(0);
  const [problem, setProblem] = useState('');
  const [hover, setHover] = useState<string | null>(null);
  const [visible, setVisible] = useState(true);
  const twin = useTwin(drawing);
  const twinId = useId();

  useLayoutEffect(() => {
    const node = frame.current;
    if (!node) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(node);
    setWidth(Math.floor(node.getBoundingClientRect().width));
    // Figures out of sight are not redrawn at every report; they catch up when they come near.
    const sight = new IntersectionObserver(([entry]) => setVisible(entry!.isIntersecting), { rootMargin: '300px' });
    sight.observe(node);
    return () => {
      observer.disconnect();
      sight.disconnect();
    };
  }, []);

  const wanted = width > 0 ? measure(drawing, width) : 0;

  useEffect(() => {
    if (!root.current || width === 0) return;
    const node = root.current;
    const draw = () => turns.ask(node, () => {
      try {
        drawing.draw(node, { width, height: wanted }, setHover);
        setProblem('');
      } catch (thrown) {
        setProblem(thrown instanceof Error ? thrown.message : String(thrown));
      }
    });
    if (visible) return draw();
    const timer = setTimeout(draw, SETTLED);
    return () => clearTimeout(timer);
  }, [drawing, width, wanted, visible, turns]);

  useEffect(() => {
    const node = root.current;
    return () => {
      if (node) turns.forget(node);
    };
  }, [turns]);

  return (
    <div ref={frame} className="view-host" style={{ minHeight: Math.max(minHeight, wanted) + (words ? WORDS : 0) }}>
      <svg ref={root} role="group" aria-label={label} aria-describedby={twinId} className="figure-svg" height={wanted} width={width} />
      <p id={twinId} className="visually-hidden">
        {twin}
      </p>
      {(words || problem) && <p className="view-words">{problem ? `This figure could not be drawn: ${problem}` : (hover ?? '\u00a0')}</p>}
    </div>
  );
}

function measure(drawing: Drawing, width: number): number {
  try {
    return drawing.height(width);
  } catch {
    // The effect that draws meets the same error and shows it.
    return 120;
  }
}
