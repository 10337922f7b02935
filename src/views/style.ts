/** What a piece of text is, never which colour it has. Nothing is told by colour alone. */
type Role = 'title' | 'danger' | 'warn' | 'good' | 'muted' | 'accent' | 'strong';

export type Style = Readonly<Record<Role, (text: string) => string>>;

/** SGR parameters that every terminal with 16 colours knows, light or dark. */
const parameters: Readonly<Record<Role, string>> = {
  title: '1',
  danger: '1;31',
  warn: '33',
  good: '32',
  muted: '2',
  accent: '36',
  strong: '1',
};

const roles = Object.keys(parameters) as readonly Role[];

export function createStyle(colour: boolean): Style {
  const paint = (role: Role) => (text: string) =>
    colour && text !== '' ? `\u001b[${parameters[role]}m${text}\u001b[0m` : text;
  return Object.fromEntries(roles.map((role) => [role, paint(role)])) as Record<Role, (text: string) => string>;
}

export const plainStyle: Style = createStyle(false);
