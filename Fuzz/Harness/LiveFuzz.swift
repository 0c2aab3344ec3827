import Desk

@testable import Web

/// `ClientMessage`: what is accepted has the names it promises, and says the same when it is read again.
enum LiveFuzz {
    static func take(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes.unrolled, as: UTF8.self),
            let message = try? ClientMessage(text)
        else { return }
        expect((try? ClientMessage(text)) == message, "a text says the same each time")
        expect(names(in: message).allSatisfy(isName), "names are 1 to 64 characters of base64url")
        switch message {
        case .signal(_, let leg, let data):
            expect(leg.number > 0, "a leg has a number")
            guard case .object = data else { return expect(false, "the data of a signal is an object") }
        case .presence(let presence): expect(presence != .offline, "nobody goes offline by saying so")
        case .lineCall(let report):
            expect((1...128).contains(report.call.utf8.count), "a vendor's name is short")
            expect(report.ticket.map { $0.number > 0 } ?? true, "a ticket has a number")
        case .failed(_, let end): expect([.failed, .microphone].contains(end), "pages name two kinds of failure")
        default: break
        }
    }

    private static func names(in message: ClientMessage) -> [String] {
        switch message {
        case .hello(let hello): [hello.tab]
        case .dial(let ref, _, _), .dialNumber(let ref, _): [ref]
        case .ringing(let call), .answer(let call), .reject(let call), .hangUp(let call), .rejoin(let call),
            .sound(let call), .signal(let call, _, _), .failed(let call, _), .mute(let call, _),
            .transfer(let call, _), .consult(let call, _), .targets(let call), .note(let call, _):
            [call]
        // A vendor's names are its own.
        case .presence, .watch, .callWindow, .lineCall, .ping, .beat: []
        }
    }

    private static func isName(_ text: String) -> Bool {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        return (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(allowed.contains)
    }
}
