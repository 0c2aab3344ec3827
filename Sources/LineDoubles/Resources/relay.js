// The pages of a double speak to each other over its server: what one says, all others hear.

/**
 * @param {(message: any) => void} heard
 * @returns {{say: (message: object) => void, opened: Promise<void>}}
 */
function openRelay(heard) {
  const address = new URL("/double/relay", document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  socket.onmessage = (event) => heard(JSON.parse(event.data));
  const opened = new Promise((resolve) => {
    socket.onopen = () => resolve(undefined);
  });
  return { opened, say: (message) => void opened.then(() => socket.send(JSON.stringify(message))) };
}
