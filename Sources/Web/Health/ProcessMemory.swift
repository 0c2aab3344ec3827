import Foundation

/// What the kernel says of this process's memory.
enum ProcessMemory {
    /// In bytes; nil where there is no `/proc`.
    static var resident: Int64? {
        guard let status = contents(of: "/proc/self/status") else { return nil }
        return resident(in: status)
    }

    /// From a line such as `VmRSS:     12345 kB`.
    static func resident(in status: String) -> Int64? {
        for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count == 3, words[2] == "kB", let kilobytes = Int64(words[1]) else { return nil }
            let (bytes, overflows) = kilobytes.multipliedReportingOverflow(by: 1024)
            return overflows ? nil : bytes
        }
        return nil
    }

    private static let longest = 8_192

    /// Files of the kernel say that they are empty, so they are read until they end and not by their size.
    private static func contents(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: longest)
        let count = read(descriptor, &buffer, longest)
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
