/** What a person is told where something is refused: message and hint; 'opened' where it is not. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    const { message, hint } = thrown as { message: string; hint: string };
    return `${message} | ${hint}`;
  }
  return 'opened';
}
