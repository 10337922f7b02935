import { inPlace } from '../app/in-place.ts';
import { searchAgain } from '../app/search.ts';
import { selectedRow } from '../app/select.ts';
import type { App, Prompt } from '../app/state.ts';
import type { Step } from '../app/step.ts';
import { completionsOf } from './palette.ts';
import { askSql, runPalette } from './run-palette.ts';

/** The prompt after a key, and what it comes to when Enter is pressed. */
export function promptKey(app: App, prompt: Prompt, key: string): Step {
  switch (key) {
    case 'escape':
    case 'ctrl+c':
      return [closed(prompt.prompt === 'filter' ? filtered(app, prompt.before) : app), []];
    case 'enter':
      return accepted(app, prompt);
    case 'tab':
      return [completed(app, prompt), []];
    case 'up':
    case 'down':
      return [chosen(app, prompt, key === 'up' ? -1 : 1), []];
    default: {
      const typed = edited(prompt, key);
      return [typed === prompt ? app : follow({ ...app, overlay: typed }, typed), []];
    }
  }
}

const closed = (app: App): App => ({ ...app, overlay: null });

/** The list follows the filter while it is typed. */
const follow = (app: App, { prompt, text }: Prompt): App => (prompt === 'filter' ? filtered(app, text) : app);

function filtered(app: App, filter: string): App {
  const id = selectedRow(app)?.id ?? null;
  return inPlace({ ...app, filter }, id);
}

function edited(prompt: Prompt, key: string): Prompt {
  const letters = [...prompt.text];
  const { at } = prompt;
  const set = (text: readonly string[], to: number): Prompt => ({
    ...prompt,
    text: text.join(''),
    at: to,
    choice: null,
  });
  switch (key) {
    case 'backspace':
      return at === 0 ? prompt : set([...letters.slice(0, at - 1), ...letters.slice(at)], at - 1);
    case 'left':
      return { ...prompt, at: Math.max(0, at - 1) };
    case 'right':
      return { ...prompt, at: Math.min(letters.length, at + 1) };
    case 'home':
    case 'ctrl+a':
      return { ...prompt, at: 0 };
    case 'end':
    case 'ctrl+e':
      return { ...prompt, at: letters.length };
    case 'ctrl+u':
      return set(letters.slice(at), 0);
    case 'ctrl+k':
      return set(letters.slice(0, at), at);
    case 'ctrl+w': {
      const kept = letters
        .slice(0, at)
        .join('')
        .replace(/\S*\s*$/, '');
      return set([...kept, ...letters.slice(at)], [...kept].length);
    }
  }
  const letter = key === 'space' ? ' ' : key;
  if ([...letter].length !== 1) return prompt;
  return set([...letters.slice(0, at), letter, ...letters.slice(at)], at + 1);
}

/** Tab: the first completion, or the one that is chosen. */
function completed(app: App, prompt: Prompt): App {
  const options = completionsOf(app, prompt);
  const text = options[prompt.choice ?? 0]?.text;
  if (text === undefined) return app;
  return follow({ ...app, overlay: { ...prompt, text, at: [...text].length, choice: null } }, { ...prompt, text });
}

/** Up and down: through completions, or through older queries. */
function chosen(app: App, prompt: Prompt, by: 1 | -1): App {
  if (prompt.prompt === 'sql') {
    const { queries } = app;
    if (queries.length === 0) return app;
    const place = Math.max(0, Math.min(queries.length, (prompt.choice ?? queries.length) + by));
    const text = queries[place] ?? '';
    return { ...app, overlay: { ...prompt, text, at: [...text].length, choice: place } };
  }
  const { length } = completionsOf(app, prompt);
  if (length === 0) return app;
  return { ...app, overlay: { ...prompt, choice: ((prompt.choice ?? (by === 1 ? -1 : 0)) + by + length) % length } };
}

function accepted(app: App, prompt: Prompt): Step {
  const { text } = prompt;
  switch (prompt.prompt) {
    case 'filter':
      return [closed(filtered(app, text.trim())), []];
    case 'search':
      return [searchAgain(closed({ ...app, search: text === '' ? prompt.before : text }), 0), []];
    case 'sql': {
      const sql = text.trim();
      if (sql === '') return [closed(app), []];
      const queries = [...app.queries.filter((older) => older !== sql), sql];
      return askSql({ ...app, queries }, sql);
    }
    case 'palette': {
      const option = prompt.choice === null ? undefined : completionsOf(app, prompt)[prompt.choice];
      return runPalette(closed(app), option?.text ?? text);
    }
  }
}
