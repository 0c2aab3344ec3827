import { CLASSIFICATION, LIMITS } from "./constants.js";
import { failureOf } from "./reading.js";
import { within } from "./within.js";

/** @typedef {import("../../../types.js").Clock} Clock */
/** @typedef {Record<string, unknown>} Setters  by the names of the request's methods */

/** The telephone's channel in Fusion: what is published, and what is heard. Every raw message is in the console's log. */
export class Channel {
  #provider;
  #channel;
  #clock;

  /**
   * @param {object} parts
   * @param {any} parts.provider
   * @param {any} parts.channel
   * @param {Clock} parts.clock
   */
  constructor({ provider, channel, clock }) {
    this.#provider = provider;
    this.#channel = channel;
    this.#clock = clock;
  }

  /**
   * @param {string} operation
   * @param {Setters} setters
   * @param {Record<string, string>} [inData]
   * @param {any} [target]  another context than the channel
   * @returns {{answer: Promise<any>, inTime: Promise<any>}}  `answer` may come much later, or never
   */
  publish(operation, setters, inData = {}, target = this.#channel) {
    const answer = this.#send(operation, setters, inData, target);
    // Whoever waits hears of a failure; nobody has to.
    answer.catch(() => {});
    const inTime = within(this.#clock, answer, LIMITS.publish, operation);
    inTime.catch((error) => console.info("Fusion:", String(error)));
    return { answer, inTime };
  }

  /**
   * @param {string} operation
   * @param {Setters} setters
   * @param {Record<string, string>} inData
   * @param {any} target
   */
  async #send(operation, setters, inData, target) {
    const request = this.#provider.requestHelper.createPublishRequest(operation);
    fill(request, setters);
    fillInData(request, inData);
    console.info(`Fusion ← ${operation}`, setters, inData);
    const response = await target.publish(request);
    console.info(`Fusion → ${operation}`, response);
    const failure = failureOf(response);
    if (failure !== null) throw new Error(`${operation}: ${failure}`);
    return response;
  }

  /**
   * Hears an event from now on. One that this build does not know keeps none of the others away.
   *
   * @param {string} event
   * @param {(response: any) => unknown} heard
   * @param {any} [target]
   * @returns {boolean}
   */
  subscribe(event, heard, target = this.#channel) {
    try {
      const request = this.#provider.requestHelper.createSubscriptionRequest(event);
      fill(request, { setAppClassification: CLASSIFICATION });
      const done = target.subscribe(request, (/** @type {any} */ response) => {
        console.info(`Fusion → ${event}`, response);
        return heard(response);
      });
      void Promise.resolve(done).catch((error) => console.info(`Fusion: ${event} is not told`, error));
      return true;
    } catch (error) {
      console.info(`Fusion: ${event} is not told`, error);
      return false;
    }
  }

  /** @param {string} operation */
  request(operation) {
    return this.#provider.requestHelper.createPublishRequest(operation);
  }
}

/**
 * @param {any} request
 * @param {Setters} setters
 */
function fill(request, setters) {
  for (const [name, value] of Object.entries(setters)) {
    if (value !== undefined && typeof request?.[name] === "function") request[name](value);
  }
}

/**
 * By the builder where there is one, else as a map.
 *
 * @param {any} request
 * @param {Record<string, string>} inData
 */
function fillInData(request, inData) {
  if (Object.keys(inData).length === 0) return;
  const builder = typeof request.getInData === "function" ? request.getInData() : null;
  if (typeof builder?.setInDataValueByAttribute === "function") {
    for (const [name, value] of Object.entries(inData)) builder.setInDataValueByAttribute(name, value);
  } else if (typeof request.setInputData === "function") {
    request.setInputData(inData);
  } else if (typeof request.setInData === "function") {
    request.setInData(inData);
  }
}
