/**
 * A screen with its escape sequences on standard input (`tmux capture-pane -p -e`), an SVG of it on standard output.
 * Knows the attributes that the screens use: weight, reverse video, underline and 16 colours.
 */
const columns = Number(process.argv[2] ?? 80);
const title = process.argv[3] ?? 'oomtrail';
const cell = { width: 8.4, height: 18 } as const;
const margin = 10;

const foreground = '#d8dee9';
const background = '#1d2129';
const colours = ['#3b4252', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d8dee9'] as const;

interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
  readonly reverse: boolean;
  readonly colour: string | null;
  readonly ground: string | null;
}

const plain: Look = { bold: false, dim: false, underline: false, reverse: false, colour: null, ground: null };

function changed(look: Look, code: number): Look {
  if (code === 0) return plain;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 4) return { ...look, underline: true };
  if (code === 7) return { ...look, reverse: true };
  if (code >= 30 && code <= 37) return { ...look, colour: colours[code - 30] ?? null };
  if (code === 39) return { ...look, colour: null };
  if (code >= 40 && code <= 47) return { ...look, ground: colours[code - 40] ?? null };
  return code === 49 ? { ...look, ground: null } : look;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function drawn(text: string, look: Look, at: { readonly column: number; readonly row: number }): string {
  const x = (margin + at.column * cell.width).toFixed(1);
  const y = margin + at.row * cell.height;
  const width = ([...text].length * cell.width).toFixed(1);
  const ground = look.reverse ? (look.colour ?? foreground) : look.ground;
  const colour = look.reverse ? background : (look.colour ?? foreground);
  const box =
    ground === null ? '' : `<rect x="${x}" y="${y}" width="${width}" height="${cell.height}" fill="${ground}"/>`;
  if (text.trim() === '') return box;
  const styles = [
    look.bold ? ' font-weight="bold"' : '',
    look.dim ? ' opacity="0.65"' : '',
    look.underline ? ' text-decoration="underline"' : '',
  ].join('');
  return `${box}<text x="${x}" y="${y + 13}" fill="${colour}" textLength="${width}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"${styles}>${escaped(text)}</text>`;
}

let input = '';
for await (const chunk of process.stdin) input += String(chunk);
const lines = input.replace(/\n$/, '').split('\n');
let look = plain;
const body = lines.map((line, row) => {
  let column = 0;
  return line
    .split(/(\u001b\[[\d;]*m)/)
    .map((part) => {
      const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
      if (codes !== undefined) {
        for (const code of codes.split(';')) look = changed(look, Number(code));
        return '';
      }
      const piece = drawn(part, look, { column, row });
      column += [...part].length;
      return piece;
    })
    .join('');
});
const width = (2 * margin + columns * cell.width).toFixed(0);
const height = 2 * margin + lines.length * cell.height;
process.stdout.write(
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">\n<title>${escaped(title)}</title>\n<rect width="100%" height="100%" rx="6" fill="${background}"/>\n${body.join('\n')}\n</svg>\n`,
);
