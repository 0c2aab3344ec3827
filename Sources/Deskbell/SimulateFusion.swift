import ArgumentParser
import LineDoubles

struct SimulateFusion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fusion", abstract: "Stand in for Oracle Fusion: a page that frames the desk's media toolbar.")

    @Option(help: "The port to listen on.") var port = 9100
    @Option(help: "The base URL of the desk whose toolbar is framed.") var desk = "http://127.0.0.1:8080"

    func run() async throws {
        let (port, desk) = (port, desk)
        try await Console.reporting {
            guard desk.hasPrefix("http://") || desk.hasPrefix("https://"), !desk.hasSuffix("/"),
                desk.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
            else { throw Complaint("--desk must be a URL such as http://127.0.0.1:8080, without a slash at its end.") }
            try await Simulation.run("fusion-double", on: port) { logger in
                try await FusionSite.make(desk: desk, logger: logger).run(port: port) { port in
                    let address = "http://localhost:\(port)"
                    Console.say("DESKBELL_FUSION_ORIGINS=\(address)")
                    Console.say("# Put this line into the desk's .env. The page around the toolbar is at \(address)/")
                }
            }
        }
    }
}
