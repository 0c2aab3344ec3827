import { ATTRIBUTES } from "./constants.js";

/** Answers of the framework come with the documented getters, or as plain objects without: both are read. */

/**
 * What a method gives; undefined where this build has none, or it throws.
 *
 * @param {any} object
 * @param {string} name
 * @param {...unknown} values
 * @returns {any}
 */
export function ask(object, name, ...values) {
  if (typeof object?.[name] !== "function") return undefined;
  try {
    return object[name](...values);
  } catch (error) {
    console.info(`Fusion: ${name} failed`, error);
    return undefined;
  }
}

/**
 * @param {any} object
 * @param {string} getter
 * @param {string} property
 * @returns {any}
 */
export const read = (object, getter, property) => ask(object, getter) ?? object?.[property];

/** @param {any} response */
export const dataOf = (response) => read(response, "getResponseData", "responseData") ?? response?.responseDetails ?? response;

/**
 * What the answer to a publication says.
 *
 * @param {any} response
 * @returns {{eventId: string | null, out: Record<string, string>}}
 */
export function answerOf(response) {
  const data = dataOf(response);
  const payload = payloadOf(data);
  const out = data && (ask(data, "getOutData") ?? ask(data, "getOutputData") ?? data.outData ?? payload?.outData);
  const eventId = ask(data, "getEventId") ?? payload?.eventId ?? data?.eventId ?? ask(out, "getEventId") ?? out?.eventId;
  return { eventId: textOf(eventId) || null, out: { ...mapOf(payload?.outData), ...mapOf(out) } };
}

/** @param {any} data */
function payloadOf(data) {
  const inner = read(data, "getData", "data");
  return inner?.payload ?? inner ?? data?.payload;
}

/**
 * The attributes in a map, however it is made.
 *
 * @param {any} out
 * @returns {Record<string, string>}
 */
export function mapOf(out) {
  if (out === null || typeof out !== "object") return {};
  /** @type {[string, unknown][]} */
  const plain = Object.entries(out);
  const told = ATTRIBUTES.map((name) => /** @type {[string, unknown]} */ ([name, ask(out, "getValueByAttribute", name)]));
  return Object.fromEntries([...plain, ...told].map(([name, value]) => [name, textOf(value)]).filter(([, value]) => value !== ""));
}

/** @param {unknown} value */
function textOf(value) {
  return typeof value === "string" ? value : typeof value === "number" && Number.isFinite(value) ? String(value) : "";
}

/**
 * Whether an answer says itself that it failed.
 *
 * @param {any} response
 * @returns {string | null}  in Fusion's words
 */
export function failureOf(response) {
  const data = dataOf(response);
  const isSuccess = ask(data, "isSuccess");
  const result = read(data, "getResult", "result");
  if (isSuccess !== false && result !== "error" && result !== "failure") return null;
  const error = read(data, "getError", "error");
  return textOf(error) || textOf(error?.message) || textOf(ask(error, "getMessage")) || "no reason given";
}
