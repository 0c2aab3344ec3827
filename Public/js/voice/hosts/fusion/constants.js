/** Names and times of Oracle's UI Events Framework. What nobody can know without a tenant stands here, and nowhere else. */

export const APPLICATION = "Deskbell";
export const VERSION = "v1";
export const CHANNEL = "PHONE";
export const CHANNEL_TYPE = "ORA_SVC_PHONE";
export const CLASSIFICATION = "ORA_SERVICE";

/** Four end in "Operation", the others do not (UI Events Framework guide, "Operations of the PHONE channel"). */
export const OPERATIONS = {
  configuration: "getConfigurationOperation",
  ready: "readyForOperationOperation",
  disable: "disableFeatureOperation",
  agentState: "agentStateEventOperation",
  newComm: "newCommEvent",
  startComm: "startCommEvent",
  closeComm: "closeCommEvent",
  outboundError: "outboundCommError",
  getField: "cxEventBusGetFieldValueOperation",
  setField: "cxEventBusSetFieldValueOperation",
};

export const EVENTS = {
  interactionCommand: "onToolbarInteractionCommand",
  agentCommand: "onToolbarAgentCommand",
  outgoing: "onOutgoingEvent",
  dataUpdated: "onDataUpdated",
  /** Tried one after the other: builds differ. */
  fieldChanged: ["cxEventBusOnFieldValueChangeEvent", "cxEventBusFieldValueChangeEvent"],
  afterSave: ["cxEventBusOnAfterSaveEvent", "cxEventBusAfterSaveEvent"],
};

export const DIRECTION = { in: "ORA_SVC_INBOUND", out: "ORA_SVC_OUTBOUND" };

export const SUCCESS = "success";
/** Not documented; the older library's counterpart of "success" is "error", integrators send this. */
export const FAILURE = "failure";

export const AGENT = {
  available: { isAvailable: true, isLoggedIn: true, state: "AVAILABLE", words: "Idle" },
  unavailable: { isAvailable: false, isLoggedIn: true, state: "UNAVAILABLE", words: "On Break" },
  signedOut: { isAvailable: false, isLoggedIn: false, state: "DISCONNECTED", words: "Logged Out" },
};

/** Codes of outboundCommError. */
export const DIAL_ERRORS = { number: "INVALID_NUMBER", busy: "AGENT_BUSY", other: "DIAL_FAILED" };

/** Milliseconds. */
export const LIMITS = {
  /** Outside of Fusion the library loads and its `initialize` never settles. */
  load: 10_000,
  start: 8_000,
  /** After that a call goes on without the answer to its newCommEvent. */
  answer: 5_000,
  publish: 10_000,
  /** From a click on a number until there is a call. */
  dial: 20_000,
};

/** Fields of the wrap-up record in Fusion. */
export const WRAP_UP = { note: "WrapUp.CallNotes", outcome: "WrapUp.ResolutionCd" };

/** What is read of an answer that has getters and no plain map. */
export const ATTRIBUTES = [
  ...["CONTACT_ID", "CONTACT_NAME", "CONTACT_FIRST_NAME", "CONTACT_LAST_NAME", "CONTACT_NUMBER", "CONTACT_PRIMARY_PHONE"],
  ...["CONTACT_JOB_TITLE", "CONTACT_ORG_ID", "CONTACT_PRIM_ORG_NAME", "EMAIL", "DISPLAY_NAME", "ORG_ID", "ORG_NAME"],
  ...["SR_ID", "SR_NUM", "SR_TITLE", "ASSET_ID", "ASSET_NAME", "ASSET_NUM", "LEAD_ID", "LEAD_NAME", "LEAD_NUMBER"],
  ...["OPPORTUNITY_NAME", "OPPORTUNITY_NUMBER", "INTERACTION_ID", "INTERACTION_REF_OBJ_TYPE", "INTERACTION_REF_OBJ_ID"],
  ...["PARENT_INTERACTION_ID", "ENGAGEMENT_ID", "CALL_ID", "CHANNEL_ID", "UI_TYPE_CD", "WRAPUP_ID", "ANI"],
  "COMMUNICATION_DIRECTION",
].map((name) => `SVCMCA_${name}`);
