/** What a piece of text is, never which colour it has. Nothing is told by colour alone. */
export type TextRole = 'title' | 'danger' | 'warn' | 'good' | 'muted' | 'accent' | 'strong';

export type Style = Readonly<Record<TextRole, (text: string) => string>>;

/** SGR parameters that every terminal with 16 colours knows, light or dark. */
export const sgrOfRole: Readonly<Record<TextRole, string>> = {
  title: '1',
  danger: '1;31',
  warn: '33',
  good: '32',
  muted: '2',
  accent: '36',
  strong: '1',
};

const roles = Object.keys(sgrOfRole) as readonly TextRole[];

export function createStyle(colour: boolean): Style {
  const paint = (role: TextRole) => (text: string) =>
    colour && text !== '' ? `\u001b[${sgrOfRole[role]}m${text}\u001b[0m` : text;
  return Object.fromEntries(roles.map((role) => [role, paint(role)])) as Record<TextRole, (text: string) => string>;
}

export const plainStyle: Style = createStyle(false);
