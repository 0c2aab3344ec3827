/// The messages of one client in order, for one consumer; ends when the socket begins to close.
///
/// Iterating a second time goes on where the first iteration stopped.
package struct WebSocketMessages: AsyncSequence, Sendable {
    package struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let inbox: Inbox

        /// The next message; nil at the end and when the task is cancelled.
        package func next() async -> WebSocketMessage? {
            await inbox.next()
        }
    }

    let inbox: Inbox

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(inbox: inbox)
    }
}
