// The stand-in for Amazon Connect Streams in a browser: a hidden frame, and messages to it.
"use strict";

globalThis.connect = globalThis.lily = makeConnectStreams({
  frame(container, url, hear) {
    const origin = new URL(url).origin;
    const element = document.createElement("iframe");
    element.allow = "microphone; camera; autoplay; clipboard-write; identity-credentials-get";
    element.name = element.title = "Amazon Connect CCP";
    element.src = url;
    element.style.width = element.style.height = "100%";
    container.append(element);
    const heard = (event) => {
      if (event.source === element.contentWindow && event.origin === origin) hear(event.data);
    };
    window.addEventListener("message", heard);
    const greeting = setInterval(() => element.contentWindow?.postMessage({ type: "syn" }, origin), 500);
    return {
      post: (message) => element.contentWindow?.postMessage(message, origin),
      reload() {
        element.remove();
        container.append(element);
      },
      leave() {
        clearInterval(greeting);
        window.removeEventListener("message", heard);
      },
    };
  },
  window: (url, name, features) => window.open(url, name, features),
  later: (run, milliseconds) => setTimeout(run, milliseconds),
  never: (timer) => clearTimeout(timer),
});
