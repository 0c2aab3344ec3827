/** @typedef {import("./call-buttons.js").CallButtons} CallButtons */
/** @typedef {{callCustomer: (phoneNumber: string) => void}} CustomerPage */

/**
 * Gives the page its `callCustomer(phoneNumber)`, and lets every Call Customer button use it.
 * The ticket travels in the pressed button's data.
 *
 * @param {CallButtons} buttons
 */
export function offerCallCustomer(buttons) {
  const page = /** @type {CustomerPage} */ (/** @type {unknown} */ (window));
  /** @type {HTMLButtonElement | null} */
  let pressed = null;

  page.callCustomer = (phoneNumber) => {
    const button = pressed ?? buttonFor(phoneNumber);
    pressed = null;
    if (button && !button.disabled) buttons.call(button);
  };

  buttons.press = (button) => {
    if (button.dataset.callCustomer === undefined) return buttons.call(button);
    pressed = button;
    page.callCustomer(button.dataset.phone ?? "");
  };
}

/**
 * @param {string} phoneNumber
 * @returns {HTMLButtonElement | null}
 */
function buttonFor(phoneNumber) {
  const button = document.querySelector(`[data-call-customer][data-phone="${CSS.escape(phoneNumber)}"]`);
  return button instanceof HTMLButtonElement ? button : null;
}
