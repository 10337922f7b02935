/** The same answer for the same object, found out once; it goes when the object goes. The object may not change. */
export function onceFor<Subject extends object, Answer>(
  find: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  const answers = new WeakMap<Subject, { readonly answer: Answer }>();
  return (subject) => {
    const known = answers.get(subject) ?? { answer: find(subject) };
    answers.set(subject, known);
    return known.answer;
  };
}
