/** The Markdown of a note, drawn. */
import Markdown from 'react-markdown';

export function NoteText({ text }: { readonly text: string }) {
  return <Markdown>{text}</Markdown>;
}
