/** @typedef {import("../types.js").ToolbarMessage} ToolbarMessage */

const LONGEST = 65_536;
const LONGEST_NAME = 128;

/**
 * Reads what a toolbar's window posted; null for everything that is no message of this wire.
 *
 * @param {unknown} text
 * @param {string} toolbarName  ours for the toolbar: messages of another one are not for us
 * @returns {ToolbarMessage | null}
 */
export function read(text, toolbarName) {
  if (typeof text !== "string" || text.length > LONGEST) return null;
  const fields = parsed(text);
  if (!isObject(fields) || !isName(fields.method)) return null;
  if (fields.toolbarName !== undefined && String(fields.toolbarName).toLowerCase() !== toolbarName) return null;
  return {
    method: fields.method,
    uuid: isName(fields.uuid) ? fields.uuid : null,
    data: isObject(fields.data) ? fields.data : {},
    fields,
  };
}

/**
 * @param {ToolbarMessage} message
 * @param {Record<string, unknown>} [answer]
 */
export function answerTo({ method, uuid }, answer = {}) {
  return { method, uuid, result: "success", ...answer };
}

/**
 * @param {ToolbarMessage} message
 * @param {string} words
 */
export function refusalOf({ method, uuid, data }, words) {
  return { method, uuid, result: "error", error: words, eventId: data.eventId, outData: {} };
}

/**
 * The id of a communication, which is also the name of its record.
 *
 * @param {unknown} id
 * @returns {string | null}
 */
export function eventIdOf(id) {
  const text = typeof id === "number" ? String(id) : id;
  return typeof text === "string" && /^[\x21-\x7e]{1,128}$/.test(text) ? text : null;
}

/**
 * @param {unknown} value
 * @param {number} [longest]
 * @returns {string | null}
 */
export function words(value, longest = 500) {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text.trim() !== "" ? text.trim().slice(0, longest) : null;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
const isName = (value) => typeof value === "string" && value !== "" && value.length <= LONGEST_NAME;

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
