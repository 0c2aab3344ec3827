import ArgumentParser
import GenesysDouble

struct SimulateGenesys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "genesys", abstract: "Stand in for Genesys, with the agents' phones in a web page.")

    @Option(help: "The port to listen on.") var port = 9102
    @Flag(help: "Print the lines for Genesys Cloud instead of a microservice.") var cloud = false

    func run() async throws {
        let (port, isCloud) = (port, cloud)
        try await Console.reporting {
            try await Simulation.run("genesys-double", on: port) { logger in
                try await GenesysStandIn(logger: logger).run(port: port) { port in
                    let address = "http://localhost:\(port)"
                    Console.say("DESKBELL_LINES=genesys")
                    Console.say("DESKBELL_GENESYS_URL=\(address)")
                    if isCloud {
                        Console.say("DESKBELL_GENESYS_CLIENT_ID=\(GenesysStandIn.cloudClient)")
                        Console.say("DESKBELL_GENESYS_LOGIN_URL=\(address)")
                    }
                    Console.say("# Put these lines into the desk's .env. The agents' phones are at \(address)/")
                }
            }
        }
    }
}
