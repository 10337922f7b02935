/** Makes equal texts one string. */
export type Share = <Text extends string | null>(text: Text) => Text;

/** Texts that are kept for sharing; names beyond these are not those of a storm. */
const mostTexts = 10_000;

/** What is read from a store brings a copy of each text: of the paths, hosts and names in it there are only a few. */
export function createShare(): Share {
  const texts = new Map<string, string>();
  return (text) => {
    if (text === null) return text;
    const known = texts.get(text);
    if (known !== undefined) return known as typeof text;
    if (texts.size < mostTexts) texts.set(text, text);
    return text;
  };
}
