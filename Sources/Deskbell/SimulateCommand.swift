import ArgumentParser
import TwilioDouble

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Stand in for a service, so that a desk can be tried without an account.",
        subcommands: [SimulateTwilio.self, SimulateConnect.self, SimulateGenesys.self, SimulateFusion.self])
}

struct SimulateTwilio: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twilio", abstract: "Stand in for Twilio, with telephones in a web page.")

    @Option(help: "The port to listen on.") var port = 9099
    @Option(help: "The base URL of the desk whose webhooks are called.") var desk = "http://localhost:8080"
    @Option(help: "How webhooks are signed: sha1 or sha256.") var signature = "sha1"

    func run() async throws {
        try await Console.reporting {
            let (settings, desk) = (try settings(), desk)
            try await Simulation.run("twilio-double", on: port) { logger in
                try await StandIn(settings, logger: logger).run { port in
                    let address = "http://localhost:\(port)"
                    for (name, value) in DoubleAccount.environment(double: address, desk: desk) {
                        Console.say("\(name)=\(value)")
                    }
                    Console.say("# Put these lines into the desk's .env. The telephones are at \(address)/")
                }
            }
        }
    }

    private func settings() throws(Complaint) -> StandIn.Settings {
        guard let algorithm = WebhookSigner.Algorithm(rawValue: signature) else {
            throw Complaint("--signature must be sha1 or sha256.")
        }
        guard desk.hasPrefix("http://") || desk.hasPrefix("https://"), !desk.hasSuffix("/") else {
            throw Complaint("--desk must be a URL such as http://localhost:8080, without a slash at its end.")
        }
        var settings = StandIn.Settings(desk: desk)
        settings.port = port
        settings.signature = algorithm
        return settings
    }
}
