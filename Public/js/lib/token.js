import { refusalOfToken } from "./refusals.js";

/**
 * Asks the desk for this page's access token.
 *
 * @param {string} page  the page's path: it decides who this page may be
 * @returns {Promise<string>}
 */
export async function fetchToken(page) {
  return (await fetchAccess(page)).token;
}

/**
 * @param {string} page
 * @returns {Promise<{token: string, ttl: number}>}  ttl: for how many seconds it is good
 */
export async function fetchAccess(page) {
  const response = await fetch("/token/generate", {
    method: "POST",
    body: new URLSearchParams({ page }),
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw refusal(response);
  const answer = await response.json();
  return { token: String(answer.token), ttl: Number(answer.ttl) || 60 };
}

/**
 * @param {Response} response
 * @returns {Error}
 */
function refusal(response) {
  const error = new Error(`No token: ${response.status}`);
  return Object.assign(error, { refusal: refusalOfToken(response.status, response.headers.get("Retry-After")) });
}
