import ArgumentParser
import Foundation
import GenesysDouble
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

struct SimulateGenesys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "genesys", abstract: "Stand in for Genesys, with the agents' phones in a web page.")

    @Option(help: "The port to listen on.") var port = 9102
    @Flag(help: "Print the lines for Genesys Cloud instead of a microservice.") var cloud = false

    func run() async throws {
        try await Console.reporting {
            let service = GenesysSimulation(port: port, isCloud: cloud, logger: Self.logger)
            let group = ServiceGroup(
                configuration: .init(
                    services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.logger))
            do {
                try await group.run()
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                throw Complaint("Port \(port) is in use by another program. Choose another with --port.")
            }
        }
    }

    private static var logger: Logger {
        var logger = Logger(label: "genesys-double")
        logger.logLevel = .warning
        return logger
    }
}

/// Runs the double and says on the console what a desk needs to use it.
private struct GenesysSimulation: Service {
    let port: Int
    let isCloud: Bool
    let logger: Logger

    func run() async throws {
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
