import Foundation
import NIOSSL

/// A certificate for this run alone, signed by itself.
enum TestCertificate {
    struct Failed: Error {}

    static func make() throws -> (NIOSSLCertificate, NIOSSLPrivateKey) {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (certificate, key) = (folder.appending(path: "certificate").path, folder.appending(path: "key").path)
        try openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
            "-subj", "/CN=localhost", "-out", certificate, "-keyout", key,
        ])
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        guard let first = chain.first else { throw Failed() }
        return (first, try NIOSSLPrivateKey(file: key, format: .pem))
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
    }
}
