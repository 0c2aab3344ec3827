import Foundation
import NIOCore
import ServiceLifecycle

/// Tells systemd how the desk stands, by the datagrams that sd_notify(3) describes.
struct SystemdNotifier: Sendable {
    /// A path, or the name of an abstract socket behind a zero byte.
    private let name: [UInt8]
    /// How often systemd wants a sign of life; nil where it wants none.
    let watchdog: Duration?

    /// Nil where no supervisor listens.
    init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let socket = environment["NOTIFY_SOCKET"], let name = Self.name(of: socket) else { return nil }
        self.name = name
        watchdog = Self.watchdog(environment)
    }

    private static func name(of socket: String) -> [UInt8]? {
        var name = Array(socket.utf8)
        guard name.count > 1, name.count < longestName else { return nil }
        switch name[0] {
        case UInt8(ascii: "/"): break
        case UInt8(ascii: "@"): name[0] = 0
        default: return nil
        }
        return name
    }

    private static func watchdog(_ environment: [String: String]) -> Duration? {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0 else {
            return nil
        }
        if let process = environment["WATCHDOG_PID"], Int32(process) != getpid() { return nil }
        return .microseconds(microseconds)
    }

    /// Of an address of a local socket, its zero byte among them.
    private static let longestName = 108

    // MARK: Saying

    func sayReady() { say("READY=1") }

    func sayStopping() { say("STOPPING=1") }

    func sayAlive() { say("WATCHDOG=1") }

    /// What cannot be said is not missed here: systemd acts on the silence.
    private func say(_ state: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let message = Array(state.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
                _ = sendto(descriptor, message, message.count, 0, target, length)
            }
        }
    }
}

/// Shows systemd that the desk answers for as long as it runs, and says when it stops.
struct SystemdService: Service {
    /// Nil where no supervisor listens.
    let notifier: SystemdNotifier?
    /// What the HTTP server works on: a loop that hangs keeps the sign of life back.
    let eventLoops: any EventLoopGroup

    func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown { await showLife() }
        } onGracefulShutdown: {
            notifier?.sayStopping()
        }
    }

    /// Until the task is cancelled.
    private func showLife() async {
        let interval = notifier?.watchdog.map { $0 / 2 } ?? Self.rest
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: interval)
                for loop in eventLoops.makeIterator() { try await loop.submit {}.get() }
            } catch {
                continue
            }
            if notifier?.watchdog != nil { notifier?.sayAlive() }
        }
    }

    /// Where nobody wants a sign of life there is only the end to wait for.
    private static let rest: Duration = .seconds(3600)
}
