import ArgumentParser
import Foundation
import Store
import Web

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at everything that calls need, and say what to do.")

    @OptionGroup var common: CommonOptions

    private static let limit: Duration = .seconds(8)

    func run() async throws {
        let settings: Settings
        do {
            settings = try await Settings(flags: common.flags)
        } catch {
            Console.say(
                .fail("Settings", String(describing: error), "Correct it; nothing else can be looked at before."))
            throw ExitCode.failure
        }
        let findings = await Doctor(settings: settings.desk, limit: Self.limit) {
            await settings.database(within: Self.limit)
        }.findings()
        for finding in findings { Console.say(finding) }
        if Doctor.isBad(findings) { throw ExitCode.failure }
    }
}

extension Console {
    /// `fail  Clock           It is 90 s ahead of Twilio's. Set it by NTP.`
    fileprivate static func say(_ finding: Finding) {
        let state = finding.state.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
        let subject = finding.subject.padding(toLength: 16, withPad: " ", startingAt: 0)
        say(state + subject + ([finding.found] + (finding.advice.map { [$0] } ?? [])).joined(separator: " "))
    }
}

extension Settings {
    /// A desk that runs keeps its SQLite file to itself; it is asked instead.
    fileprivate func database(within limit: Duration) async -> Finding {
        if database == nil, !FileManager.default.fileExists(atPath: data + "/" + DataDirectory.databaseName) {
            return .ok(Doctor.databaseSubject, "There is none yet: the first start makes it in \(data).")
        }
        do {
            let storage = try await Storage(self)
            defer { withExtendedLifetime(storage) {} }
            return await Doctor.database(storage.store, within: limit)
        } catch DataDirectory.Problem.inUse {
            return await running(within: limit)
        } catch {
            return .fail(Doctor.databaseSubject, String(describing: error), "Correct it, or restore a backup.")
        }
    }

    private func running(within limit: Duration) async -> Finding {
        let name = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host
        let shown = name.contains(":") ? "[\(name)]" : name
        // Behind a certificate for another name it cannot be asked here.
        guard certificate == nil else { return .ok(Doctor.databaseSubject, "The desk that runs has it.") }
        guard await Doctor.isReady(at: "http://\(shown):\(port)", within: limit) else {
            return .warn(
                Doctor.databaseSubject, "A desk that runs has it, but is not ready at port \(port).",
                "See its log; if it has another port, say so with DESKBELL_PORT.")
        }
        return .ok(Doctor.databaseSubject, "The desk that runs has it, and it takes writes.")
    }
}
