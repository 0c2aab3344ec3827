/**
 * Of a line whose sound this page has.
 *
 * @type {import("../../types.js").Capabilities}
 */
export const MEDIA_IN_PAGE = {
  ...{ mediaInPage: true, mute: true, hold: true, digits: true },
  ...{ canReject: true, consult: true, wrapUp: false, needsLogin: false },
};
