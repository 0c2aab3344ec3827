import Desk
import Foundation
import Hummingbird
import NIOCore

/// What people and tests ask of the double itself, under `/double/`.
struct ControlRoutes: Sendable {
    let exchange: Operator
    let mischief: MischiefBook
    let journal: Journal
    let hub: PageHub
    let desk: String

    func answer(_ request: Request) async throws -> Response {
        let path = request.uri.path.split(separator: "/").dropFirst().map { part in
            String(part).removingPercentEncoding ?? String(part)
        }
        let body = try await request.body.collect(upTo: 65_536)
        let json = JSONValue(Array(body.readableBytesView)) ?? .object([:])
        let answer = await self.answer(request.method.rawValue, path, json)
        return DoubleResponder.response(answer.status, answer.body)
    }

    private func answer(_ method: String, _ path: [String], _ json: JSONValue) async -> RestAnswer {
        switch (method, path.first, path.count) {
        case ("GET", "state", 1): return .ok(await exchange.look { $0.view })
        case ("GET", "log", 1): return .ok(journal.json)
        case ("DELETE", "log", 1):
            journal.clear()
            return .gone
        case ("GET", "mischief", 1): return .ok(mischief.json)
        case ("DELETE", "mischief", 1):
            mischief.clear()
            return .gone
        case ("POST", "mischief", 1): return misbehave(json)
        case ("POST", "reset", 1): return await reset()
        case ("POST", "sockets", 2) where path[1] == "break":
            hub.breakAll()
            return .gone
        case ("POST", "phones", 2): return await behave(path[1], json)
        case ("POST", "phones", 3): return await use(path[1], path[2], json)
        default: return RestError.notFound(path.joined(separator: "/")).answer
        }
    }

    private func misbehave(_ json: JSONValue) -> RestAnswer {
        if let rule = json["webhooks"] { mischief.add(Mischief.Post(rule)) }
        if let rule = json["rest"] { mischief.add(Mischief.Rest(rule)) }
        return .ok(mischief.json)
    }

    private func reset() async -> RestAnswer {
        mischief.clear()
        hub.closeAll()
        await exchange.perform { [desk] in $0.reset(desk: desk) }
        journal.clear()
        return .gone
    }

    private func behave(_ number: String, _ json: JSONValue) async -> RestAnswer {
        let behaviour = json["behaviour"]?.string.flatMap(Behaviour.init(rawValue:))
        await exchange.perform { $0.setBehaviour(behaviour, of: number) }
        return .gone
    }

    /// What somebody does with a telephone.
    private func use(_ number: String, _ action: String, _ json: JSONValue) async -> RestAnswer {
        if action == "dial" { return await dial(number, json) }
        let digits = json["digits"]?.string ?? ""
        let seconds = json["seconds"]?.integer ?? 3
        let isDone = await exchange.perform { exchange in
            switch action {
            case "answer": exchange.pickUp(number)
            case "reject": exchange.refuse(number)
            case "hangup": exchange.hangUp(number)
            case "digits": exchange.press(digits, on: number)
            case "message": exchange.leaveMessage(from: number, seconds: seconds)
            default: false
            }
        }
        return isDone ? .gone : RestError.wrongState.answer
    }

    private func dial(_ number: String, _ json: JSONValue) async -> RestAnswer {
        let (verstat, name) = (json["verstat"]?.string, json["name"]?.string)
        let sid = await exchange.perform { $0.dial(from: number, verstat: verstat, name: name) }
        return .created(.object(["sid": .string(sid)]))
    }
}
