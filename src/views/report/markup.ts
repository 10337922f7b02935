/** Markup that is known to be safe: made by `el` and `raw` only, so that text from a log cannot become a tag. */
export interface Markup {
  readonly markup: string;
}

export type Child = Markup | string | number | null | readonly Child[];
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  '=': '&#61;',
};

/** Escapes text for element content and quoted attribute values, of HTML and of SVG. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"'`=]/g, (character) => entities[character] ?? '');
}

const voidElements: ReadonlySet<string> = new Set(['meta', 'br', 'hr', 'input', 'col', 'link', 'img']);

/** One element. Strings are escaped; an attribute that is false or null is left out, true is an empty one. */
export function el(name: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== false)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${escapeMarkup(String(value))}"`))
    .join('');
  if (voidElements.has(name)) return { markup: `<${name}${written}>` };
  return { markup: `<${name}${written}>${children.map(rendered).join('')}</${name}>` };
}

/** Our own text that is markup already: a style sheet, a script. Never anything that comes from an input. */
export function raw(markup: string): Markup {
  return { markup };
}

function rendered(child: Child): string {
  if (child === null) return '';
  if (typeof child === 'string') return escapeMarkup(child);
  if (typeof child === 'number') return String(child);
  return 'markup' in child ? child.markup : child.map(rendered).join('');
}
