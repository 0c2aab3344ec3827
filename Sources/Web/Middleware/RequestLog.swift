import HTTPTypes
import Hummingbird
import Logging

/// One line for each request: method, route, status and time; never a query, a cookie or a form.
struct RequestLog: RouterMiddleware {
    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard context.logger.logLevel <= .info else { return try await next(request, context) }
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        context.logger.info(
            "request",
            metadata: [
                "method": .string(request.method.rawValue), "route": .string(context.endpointPath ?? "unknown"),
                "status": .stringConvertible(response.status.code), "ms": .stringConvertible(Int(milliseconds)),
            ])
        return response
    }
}
