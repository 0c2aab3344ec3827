import ArgumentParser

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Open the desk.")

    @OptionGroup var common: CommonOptions

    @Option(help: "The address to listen on (DESKBELL_HOST; 127.0.0.1).")
    var host: String?

    @Option(help: "The port to listen on (DESKBELL_PORT; 8080).")
    var port: String?

    @Option(
        name: .customLong("public-url"),
        help: "How browsers reach the desk, such as https://desk.example.com (DESKBELL_PUBLIC_URL).")
    var publicURL: String?

    @Option(name: .customLong("tls-cert"), help: "A certificate chain in PEM (DESKBELL_TLS_CERT).")
    var tlsCertificate: String?

    @Option(name: .customLong("tls-key"), help: "Its private key in PEM (DESKBELL_TLS_KEY).")
    var tlsKey: String?

    @Option(
        name: .customLong("log-format"), help: "text or json: how lines of the log look (DESKBELL_LOG_FORMAT; text).")
    var logFormat: String?

    func run() async throws {
        var flags = common.flags
        flags["deskbell.host"] = host
        flags["deskbell.port"] = port
        flags["deskbell.public.url"] = publicURL
        flags["deskbell.tls.cert"] = tlsCertificate
        flags["deskbell.tls.key"] = tlsKey
        flags["deskbell.log.format"] = logFormat
        try await Console.reporting { try await Server(settings: Settings(flags: flags)).run() }
    }
}
