import HTTPTypes
import Hummingbird

/// Counts every answer and its time by route; the outermost of all, so that refusals count, too.
struct CountRequests: RouterMiddleware {
    let meters: RequestMeters

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        meters.note(
            template: context.endpointPath, method: request.method, status: response.status.code,
            took: ContinuousClock.now - start)
        return response
    }
}
