/** To this agent's other tabs. */
export function openChannel() {
  return typeof document === "undefined" ? null : new BroadcastChannel("deskbell-amazon-connect");
}

/** @type {import("./amazon-connect-panel.js").PanelParts["openWindow"]} */
export const browserWindow = (url, name, features) => window.open(url, name, features);

/** Amazon's frame, which is heard and not seen. Where it is not rendered at all, browsers slow it down. */
export function hiddenContainer() {
  const container = document.createElement("div");
  Object.assign(container.style, { position: "fixed", right: "0", bottom: "0", width: "1px", height: "1px", overflow: "hidden", opacity: "0" });
  container.inert = true;
  container.dataset.amazonConnect = "";
  document.body.append(container);
  return container;
}
