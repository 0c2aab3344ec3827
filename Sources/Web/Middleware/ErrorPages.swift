import Desk
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import Secrets
import Store

/// Turns every error into a page that says what happened and what to do, and nothing of the inside.
struct ErrorPages: RouterMiddleware {
    let views: Views

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch is NotSignedIn {
            return answerStranger(request, context)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            return page(for: error, context)
        }
    }

    private func answerStranger(_ request: Request, _ context: AppContext) -> Response {
        // Who speaks the contract reads no pages.
        if request.uri.path == Paths.genesysEvents {
            return GenesysReply(status: 401, words: "Sign in first.").response
        }
        guard request.method == .get || request.method == .head else {
            return page(
                Refusal(
                    status: .unauthorized, heading: "You are not signed in",
                    words: "Your session has ended. Sign in again, then repeat what you did."),
                action: (Paths.signIn, "Sign in"), context)
        }
        return .redirect(to: Paths.signIn + "?next=" + Query.encode(request.head.path ?? Paths.dashboard))
    }

    private func page(for error: any Error, _ context: AppContext) -> Response {
        let refusal = refusal(for: error)
        if refusal.status.kind == .serverError {
            context.logger.error("request failed", metadata: ["error": .string(String(reflecting: error))])
        }
        return page(refusal, action: (Paths.home, "To the first page"), context)
    }

    private func refusal(for error: any Error) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case PasswordHasherError.busy: return .tooMany(retryAfter: 2)
        case StorageError.full, StorageError.locked, StorageError.readOnly, StorageError.fileReplaced,
            StorageError.unreachable:
            return .storageBusy
        case StorageError.unknownOutcome: return .storageUncertain
        case let error as any HTTPResponseError: return Self.refusal(for: error.status)
        default: return .broken
        }
    }

    private static func refusal(for status: HTTPResponse.Status) -> Refusal {
        switch status {
        case .notFound: .notFound
        case .methodNotAllowed: .wrongMethod
        case .contentTooLarge: .tooLarge
        case _ where status.kind == .clientError:
            Refusal(
                status: status, heading: "This request could not be understood",
                words: "Go back and try again.")
        default: .broken
        }
    }

    private func page(_ refusal: Refusal, action: (path: String, words: String), _ context: AppContext) -> Response {
        let page = ErrorPage(
            layout: views.publicLayout(title: refusal.heading, page: "error"),
            heading: refusal.heading, words: refusal.words,
            reference: refusal.status.kind == .serverError ? context.id : nil, action: action)
        var response = views.response(page, status: refusal.status)
        for field in refusal.headers { response.headers[field.name] = field.value }
        return response
    }
}
