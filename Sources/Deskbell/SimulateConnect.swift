import ArgumentParser
import Foundation
import LineDoubles
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

struct SimulateConnect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Stand in for Amazon Connect, with its customers in a web page.")

    @Option(help: "The port to listen on.") var port = 9101

    func run() async throws {
        try await Console.reporting {
            let group = ServiceGroup(
                configuration: .init(
                    services: [ConnectSimulation(port: port, logger: Self.logger)],
                    gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.logger))
            do {
                try await group.run()
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                throw Complaint("Port \(port) is in use by another program. Choose another with --port.")
            }
        }
    }

    private static var logger: Logger {
        var logger = Logger(label: "connect-double")
        logger.logLevel = .warning
        return logger
    }
}

/// Runs the double and says on the console what a desk needs to use it.
private struct ConnectSimulation: Service {
    let port: Int
    let logger: Logger

    func run() async throws {
        try await ConnectSite.site(logger: logger).run(port: port) { port in
            let address = "http://localhost:\(port)"
            Console.say("DESKBELL_LINES=amazon-connect")
            Console.say("DESKBELL_CONNECT_CCP_URL=\(address)\(ConnectSite.panel)")
            Console.say("DESKBELL_CONNECT_REGION=us-east-1")
            Console.say("DESKBELL_CONNECT_STREAMS=\(address)\(ConnectSite.streams)")
            Console.say("# Put these lines into the desk's .env.")
            Console.say("# Open \(address)/ and leave it open: it is the contact centre, and you are the customer.")
        }
    }
}
