/** What a toolbar tells so that it is told something later; these have no answer. */
export const LISTENED = new Set([
  "onOutgoingEvent", "onDataUpdated", "onToolbarInteractionCommand", "onToolbarAgentCommand", "onToolbarMessage",
]);

/** What this desk has no place for. */
export const REFUSED = new Set([
  "transferCommEvent", "conferenceCommEvent", "upgradeCommEvent", "downgradeCommEvent", "openFloatingToolbar",
  "closeFloatingToolbar", "openCompanionPanel", "closeCompanionPanel", "postToolbarMessage",
]);

/** What is answered with success, and nothing more. */
export const KNOWN = new Set([
  "initialize", "disableFeature", "readyForOperation", "agentStateEvent", "outboundCommError", "focusCommEvent",
  "interactionControlStateChanged", "setCommEventTranscript", "isFloatingToolbarOpen", "isCompanionPanelOpen",
]);
