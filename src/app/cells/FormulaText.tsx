/** The Markdown of a note with its formulas, $...$ in a line and $$...$$ by themselves, as MathML: browsers draw it themselves, without fonts and styles of ours. */
import katex from 'katex';
import type { ComponentProps } from 'react';
import Markdown from 'react-markdown';
import type { ExtraProps } from 'react-markdown';
import remarkMath from 'remark-math';
import { pricesAreText } from './prices';

const PLUGINS = [remarkMath, pricesAreText];

export function FormulaText({ text }: { readonly text: string }) {
  return (
    <Markdown remarkPlugins={PLUGINS} components={{ code: Code, pre: Pre }}>
      {text}
    </Markdown>
  );
}

/** What remark-math makes of a formula: code with a class that says where it stands. */
function Code({ className = '', children, node: _, ...rest }: ComponentProps<'code'> & ExtraProps) {
  const place = /\bmath-(inline|display)\b/.exec(className)?.[1];
  if (place === undefined || typeof children !== 'string') return <code className={className || undefined} {...rest}>{children}</code>;
  const formula = mathMl(children.replace(/\n$/, ''), place === 'display');
  if (formula === null) return <code className="formula-source" title="This formula could not be read.">{place === 'display' ? `$$\n${children}\n$$` : `$${children}$`}</code>;
  return <span className={`formula ${place}`} dangerouslySetInnerHTML={{ __html: formula }} />;
}

/** A formula by itself comes in a block of code: the block goes, the formula stays. */
function Pre({ children, node, ...rest }: ComponentProps<'pre'> & ExtraProps) {
  const first = node?.children[0];
  const classes = first?.type === 'element' ? first.properties.className : null;
  return Array.isArray(classes) && classes.includes('math-display') ? <div className="formula-block" role="group" aria-label="Formula" tabIndex={0}>{children}</div> : <pre {...rest}>{children}</pre>;
}

/**
 * MathML of a formula in TeX; null where it cannot be read. The markup is KaTeX's own, in which the text of the formula is escaped; commands that link or load are off.
 */
function mathMl(tex: string, displayMode: boolean): string | null {
  try {
    // The content policy refuses inline styles, which KaTeX adds to a few boxes.
    return katex.renderToString(tex, { output: 'mathml', displayMode, throwOnError: true, trust: false, strict: 'ignore', maxSize: 20, maxExpand: 1000 }).replace(/ style="[^"]*"/g, '');
  } catch (thrown) {
    if (thrown instanceof katex.ParseError) return null;
    throw thrown;
  }
}
