import Glibc

/// Values as libpq takes them: text as text, bytes as they are.
enum PostgresParameters {
    typealias Send = (
        CInt, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?
    ) -> CInt

    /// Throws for a text with NUL, which PostgreSQL cannot keep and C would cut.
    static func with(_ values: [SQLValue], _ send: Send) throws(StorageError) -> CInt {
        var buffers: [[UInt8]?] = []
        for value in values { buffers.append(try bytes(of: value)) }
        let lengths = buffers.map { CInt(clamping: ($0?.count ?? 1) - 1) }
        let formats = values.map { value -> CInt in if case .bytes = value { 1 } else { 0 } }
        let copies = buffers.map { $0.map(copy) }
        defer { for copy in copies { copy?.deallocate() } }
        return send(CInt(clamping: values.count), copies.map { UnsafePointer($0) }, lengths, formats)
    }

    /// With a NUL behind, which texts need.
    private static func bytes(of value: SQLValue) throws(StorageError) -> [UInt8]? {
        switch value {
        case .null: return nil
        case .integer(let number): return Array(String(number).utf8) + [0]
        case .bytes(let bytes): return bytes + [0]
        case .text(let text):
            guard !text.utf8.contains(0) else { throw .failed("a text with NUL") }
            return Array(text.utf8) + [0]
        }
    }

    private static func copy(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar> {
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { copy[index] = CChar(bitPattern: byte) }
        return copy
    }
}
