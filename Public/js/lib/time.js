const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long ago, up to a day; then the date.
 *
 * @param {Date} then
 * @param {Date} now
 * @param {string} [locale]
 * @returns {string}
 */
export function relativeWords(then, now, locale) {
  const age = now.getTime() - then.getTime();
  if (age < MINUTE) return "just now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  const sameYear = then.getFullYear() === now.getFullYear();
  return then.toLocaleDateString(locale, { day: "numeric", month: "short", year: sameYear ? undefined : "numeric" });
}

/**
 * Date and time for a tooltip, as people here write them.
 *
 * @param {Date} then
 * @param {string} [locale]
 * @returns {string}
 */
export function exactWords(then, locale) {
  return then.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
}

/**
 * A running time: 0:07, 12:30, 1:02:05.
 *
 * @param {number} milliseconds
 * @returns {string}
 */
export function timerWords(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/**
 * The time of a day: 10:02.
 *
 * @param {Date} then
 * @param {string} [locale]
 * @returns {string}
 */
export function clockWords(then, locale) {
  return then.toLocaleTimeString(locale, { timeStyle: "short" });
}
