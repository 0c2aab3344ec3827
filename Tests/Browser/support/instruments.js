// Runs in every page before its own scripts: keeps what the tests measure, changes nothing of what the page does.
(() => {
  const peers = [];
  const violations = [];
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...settings) {
      super(...settings);
      peers.push(this);
    }
  };
  document.addEventListener("securitypolicyviolation", (event) => {
    violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });

  const heard = async () => {
    const sum = { packets: 0, energy: 0, seconds: 0, peers: 0 };
    for (const peer of peers.filter((each) => each.connectionState !== "closed")) {
      sum.peers += 1;
      for (const report of (await peer.getStats()).values()) {
        if (report.type !== "inbound-rtp" || report.kind !== "audio") continue;
        sum.packets += report.packetsReceived ?? 0;
        sum.energy += report.totalAudioEnergy ?? 0;
        sum.seconds += report.totalSamplesDuration ?? 0;
      }
    }
    return sum;
  };
  Object.defineProperty(window, "instruments", { value: { heard, violations, peers } });
})();
