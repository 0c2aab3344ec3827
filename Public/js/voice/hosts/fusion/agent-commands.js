import { EVENTS, FAILURE, SUCCESS } from "./constants.js";
import { ask, dataOf, read } from "./reading.js";

/**
 * @typedef {object} AgentCommandParts
 * @property {import("./channel.js").Channel} channel
 * @property {import("./agent-state.js").AgentState} agent
 * @property {import("./comm-events.js").CommEvents} comms
 * @property {() => string[]} supported  names of interaction commands
 * @property {(presence: import("../../../types.js").Presence) => void} setPresence
 */

const UNKNOWN = "The phone does not know this command.";

/**
 * Answers what Fusion asks about the agent.
 *
 * @param {AgentCommandParts} parts
 */
export function answerAgentCommands(parts) {
  parts.channel.subscribe(EVENTS.agentCommand, async (response) => {
    const data = dataOf(response);
    const out = answer(String(read(data, "getCommand", "command") ?? ""), parts);
    set(data, "setResult", "result", out === null ? FAILURE : SUCCESS);
    if (out === null) set(data, "setResultDisplayString", "resultDisplayString", UNKNOWN);
    else setOut(data, out);
    return data;
  });
}

/**
 * @param {string} command
 * @param {AgentCommandParts} parts
 * @returns {object | null}
 */
function answer(command, { agent, comms, supported, setPresence }) {
  switch (command) {
    case "getCurrentAgentState":
      return agent.facts;
    case "getActiveEngagements": {
      const engagements = comms.active.map(({ eventId }) => ({ eventId }));
      return { activeCount: engagements.length, engagements };
    }
    case "getActiveInteractionCommands":
      return { supportedCommands: supported(), supportedFeatures: [] };
    case "makeAvailable":
      setPresence("available");
      return {};
    case "makeUnavailable":
      setPresence("away");
      return {};
    case "custom":
      return {};
    default:
      return null;
  }
}

/**
 * Builds spell the setter either way.
 *
 * @param {any} data
 * @param {object} out
 */
function setOut(data, out) {
  const setter = ["setOutdata", "setOutData"].find((name) => typeof data?.[name] === "function");
  if (setter) ask(data, setter, out);
  else data.outData = out;
}

/**
 * @param {any} data
 * @param {string} setter
 * @param {string} property
 * @param {string} value
 */
function set(data, setter, property, value) {
  if (typeof data?.[setter] === "function") ask(data, setter, value);
  else data[property] = value;
}
