/** Brings a cell into view and gives it the focus; a cell that was only just added is waited for. */
export function goTo(id: string): void {
  requestAnimationFrame(() => {
    const node = document.getElementById(`cell-${id}`);
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    node?.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
    // What already has the focus inside of it, such as the text of a new note, keeps it.
    if (!node?.contains(document.activeElement)) node?.focus({ preventScroll: true });
  });
}
