/** A failure in words that can be shown as they are: what happened and what to do. */
export class Problem extends Error {}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function wordsOf(error) {
  if (error instanceof Problem) return error.message;
  console.error(error);
  return "The call did not work on this page. Reload the page, then try again.";
}
