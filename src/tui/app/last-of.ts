/** Remembers the last result: a frame asks for the list many times, and filtering 10,000 rows takes a while. */
export function lastOf<Input extends readonly unknown[], Result>(
  make: (...input: Input) => Result,
): (...input: Input) => Result {
  let before: Input | null = null;
  let result: Result;
  return (...input) => {
    if (before === null || input.some((value, index) => value !== before?.[index])) {
      result = make(...input);
      before = input;
    }
    return result;
  };
}
