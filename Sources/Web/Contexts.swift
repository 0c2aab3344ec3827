import Desk
import Hummingbird
import Logging
import NIOCore
import Store

/// What every request carries.
struct AppContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The client's address, proxies of ours seen through.
    var clientAddress: String
    /// Who is signed in, once `LoadSession` has looked.
    var signedIn: SignedIn?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        clientAddress = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }
}

/// A request of a signed-in agent; an action that takes it cannot run for anybody else.
struct AgentContext: ChildRequestContext {
    var coreContext: CoreRequestContextStorage
    let clientAddress: String
    let signedIn: SignedIn

    var agent: Agent { signedIn.agent }

    init(context: AppContext) throws {
        guard let signedIn = context.signedIn else { throw NotSignedIn() }
        coreContext = context.coreContext
        clientAddress = context.clientAddress
        self.signedIn = signedIn
    }
}

/// A request of an admin; to other agents these pages do not exist.
struct AdminContext: ChildRequestContext {
    var coreContext: CoreRequestContextStorage
    let signedIn: SignedIn

    var agent: Agent { signedIn.agent }

    init(context: AgentContext) throws {
        guard context.agent.role == .admin else { throw Refusal.notFound }
        coreContext = context.coreContext
        signedIn = context.signedIn
    }
}

/// Thrown where an agent's session is needed and there is none.
struct NotSignedIn: Error {}
