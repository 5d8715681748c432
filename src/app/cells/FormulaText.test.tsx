/** Notes with formulas become MathML that the content policy lets through; prices, code and what cannot be read stay text. */
import { JSDOM } from 'jsdom';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { FormulaText } from './FormulaText';

const draw = (text: string) => new JSDOM(renderToStaticMarkup(<FormulaText text={text} />)).window.document.body;
const words = (text: string) => draw(text).textContent!.trim();

describe('a note with formulas', () => {
  it('has MathML in the line and by itself, with the source kept for who copies it', () => {
    const page = draw('Energy $E = mc^2$ in words.\n\n$$\n\\hat y = \\sum_l v_l + e\n$$\n');
    const [inline, block, ...more] = page.querySelectorAll('math');
    expect(more).toEqual([]);
    expect(inline!.closest('p')!.textContent).toContain('Energy');
    expect([inline!.getAttribute('display'), block!.getAttribute('display')]).toEqual([null, 'block']);
    expect([...page.querySelectorAll('annotation')].map((node) => node.textContent)).toEqual(['E = mc^2', '\\hat y = \\sum_l v_l + e']);
    expect([...page.querySelectorAll('mi')].map((node) => node.textContent)).toContain('E');
    expect(page.querySelector('pre, code')).toBeNull();
    expect(block!.closest('.formula-block')).not.toBeNull();
  });

  it('carries no inline style, which the content policy refuses', () => {
    const page = draw('$\\fbox{a} \\colorbox{red}{b} \\color{blue}{c} \\begin{aligned} x &= 1 \\\\ y &= 2 \\end{aligned} \\underline{d} \\rule{1em}{1em}$ and $$\\cancel{x} \\boxed{y}$$');
    expect(page.querySelectorAll('math').length).toBe(2);
    expect(page.querySelectorAll('[style]').length).toBe(0);
  });

  it('shows the source where a formula cannot be read, and neither links nor loads', () => {
    const broken = draw('Broken $\\frac{1}{$ here, fine $x$.');
    expect(broken.querySelector('.formula-source')!.textContent).toBe('$\\frac{1}{$');
    expect(broken.querySelectorAll('math').length).toBe(1);
    const sly = draw('$\\href{javascript:alert(1)}{x}$ $\\includegraphics{https://a.org/x.png}$ $<img src=x onerror=alert(1)>$');
    expect(sly.querySelectorAll('a, img, script').length).toBe(0);
  });

  it('shows a broken block as it was written', () => {
    expect(draw('$$\n\\frac{1}{\n$$').querySelector('.formula-source')!.textContent).toBe('$$\n\\frac{1}{\n$$');
  });
});

describe('dollar signs that are no formula', () => {
  it.each(['It costs $5 and $6.', 'From $5 to $60, or $7/$8.', 'One dollar sign: $12.', 'Spaces: $ x $.', 'In euros and $, or in yen and $.'])('stay: %s', (text) => {
    expect(draw(text).querySelector('math')).toBeNull();
    expect(words(text)).toBe(text);
  });

  it('stay beside a formula, in code and behind a backslash', () => {
    const page = draw('It costs $5 or $6 and then $x + y$; `$a$`; \\$b\\$.');
    expect(page.querySelectorAll('math').length).toBe(1);
    expect(page.querySelector('annotation')!.textContent).toBe('x + y');
    expect(page.querySelector('code')!.textContent).toBe('$a$');
    expect(page.textContent).toContain('$5 or $6 and then');
    expect(page.textContent).toContain('$b$');
  });

  it('leave blocks of code and other Markdown as they are', () => {
    const page = draw('**Bold**\n\n    v1 + v2\n\n```js\nlet x = 1;\n```');
    expect(page.querySelectorAll('pre > code').length).toBe(2);
    expect(page.querySelector('code.language-js')!.textContent).toBe('let x = 1;\n');
    expect(page.querySelector('strong')!.textContent).toBe('Bold');
  });
});
