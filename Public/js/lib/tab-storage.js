/** @typedef {Pick<Storage, "getItem" | "setItem">} TabStorage */

const MARK = "deskbell ";

/**
 * What this tab keeps over a reload. In a frame of another site browsers may refuse the usual place: there the frame's own
 * name has it, so that nothing secret belongs here.
 *
 * @returns {TabStorage}
 */
export function tabStorage() {
  try {
    return sessionStorage;
  } catch {
    return { getItem: (name) => readName()[name] ?? null, setItem: (name, value) => writeName({ ...readName(), [name]: value }) };
  }
}

/** @returns {Record<string, string>} */
function readName() {
  try {
    return window.name.startsWith(MARK) ? JSON.parse(window.name.slice(MARK.length)) : {};
  } catch {
    return {};
  }
}

/** @param {Record<string, string>} values */
function writeName(values) {
  window.name = MARK + JSON.stringify(values);
}
