import type { App, PromptName } from '../app/state.ts';

const textOf = (app: App, prompt: PromptName): string => {
  if (prompt === 'filter') return app.filter;
  return prompt === 'sql' ? (app.queries.at(-1) ?? '') : '';
};

/** Opens a prompt. That of the filter holds the present one; the others begin empty or with what was typed last. */
export function openPrompt(app: App, prompt: PromptName): App {
  const text = textOf(app, prompt);
  const before = prompt === 'search' ? app.search : text;
  return { ...app, overlay: { type: 'prompt', prompt, text, at: [...text].length, before, choice: null } };
}
