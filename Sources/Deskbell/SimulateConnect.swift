import ArgumentParser
import LineDoubles

struct SimulateConnect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Stand in for Amazon Connect, with its customers in a web page.")

    @Option(help: "The port to listen on.") var port = 9101

    func run() async throws {
        let port = port
        try await Console.reporting {
            try await Simulation.run("connect-double", on: port) { logger in
                try await ConnectSite.site(logger: logger).run(port: port) { port in
                    let address = "http://localhost:\(port)"
                    Console.say("DESKBELL_LINES=amazon-connect")
                    Console.say("DESKBELL_CONNECT_CCP_URL=\(address)\(ConnectSite.panel)")
                    Console.say("DESKBELL_CONNECT_REGION=us-east-1")
                    Console.say("DESKBELL_CONNECT_STREAMS=\(address)\(ConnectSite.streams)")
                    Console.say("# Put these lines into the desk's .env.")
                    Console.say(
                        "# Open \(address)/ and leave it open: it is the contact centre, and you are the customer.")
                }
            }
        }
    }
}
