/**
 * Sends what an agent says of a call.
 *
 * @param {string} call
 * @param {{outcome: string, note: string, followUp: string}} answers
 * @returns {Promise<{status: number, body: any}>}
 */
export async function postWrapUp(call, { outcome, note, followUp }) {
  const response = await fetch(`/dashboard/calls/${encodeURIComponent(call)}/wrap-up`, {
    method: "POST",
    body: new URLSearchParams({ outcome, note, follow_up: followUp }),
    headers: { Accept: "application/json" },
    redirect: "manual",
  });
  const isJSON = response.headers.get("Content-Type")?.includes("json") ?? false;
  // A page that asks to sign in is not what was sent for.
  const status = response.type === "opaqueredirect" ? 401 : response.status;
  return { status, body: isJSON ? await response.json() : null };
}
