/** A figure in words for who cannot see it, at most once a second: reading aloud is slower than drawing, and what is drawn comes first. */
import { useEffect, useRef, useState } from 'react';
import type { Drawing } from './drawing';

/** Milliseconds. */
const EVERY = 1000;

/** `figure`: the same object for as long as it shows the same. */
export function useTwin(figure: Pick<Drawing, 'describe'>): string {
  const latest = useRef(figure);
  const [twin, setTwin] = useState('');
  useEffect(() => {
    latest.current = figure;
    const timer = setTimeout(() => setTwin(latest.current.describe()), twin ? EVERY : 0);
    return () => clearTimeout(timer);
  }, [figure, twin]);
  return twin;
}
