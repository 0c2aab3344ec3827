/// Bytes that were made by our own renderer or written by us, never by a person outside.
///
/// Only this type passes `{{{name}}}` and `{{&name}}`.
package struct TrustedHTML: Sendable, Hashable {
    /// The markup in UTF-8, rendered as it is.
    package let bytes: [UInt8]

    /// Vouches for markup that stands in our own source.
    package init(trusting markup: String) {
        bytes = Array(markup.utf8)
    }

    /// Vouches for markup that our own renderer made.
    package init(trustingBytes bytes: [UInt8]) {
        self.bytes = bytes
    }
}
