import ArgumentParser
import Foundation

/// A sentence for the person at the console.
struct Complaint: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) { description = sentence }
}

enum Console {
    /// Writes at once: standard output may be a pipe.
    static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    static func complain(_ line: String) { FileHandle.standardError.write(Data(("deskbell: " + line + "\n").utf8)) }

    /// Runs a command; what stops it is said in a sentence, and the exit code is 1.
    static func reporting(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            complain(String(describing: error))
            throw ExitCode.failure
        }
    }
}
