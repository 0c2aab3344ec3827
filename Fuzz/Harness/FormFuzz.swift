import Desk

@testable import Web

/// `FormBody` and the rules of `TypedText` for what comes out of it.
enum FormFuzz {
    private static let maxPairs = 100

    static func take(_ bytes: [UInt8]) {
        do throws(FormBodyError) {
            check(try FormBody(bytes, maxPairs: maxPairs), of: bytes)
        } catch {
            expect(isReason(error, for: bytes), "\(error) is not the reason")
        }
    }

    private static func check(_ form: FormBody, of bytes: [UInt8]) {
        expect(form.pairs.count == fields(of: bytes), "every field is a pair")
        let text = form.pairs.map { Query.encode($0.name) + "=" + Query.encode($0.value) }.joined(separator: "&")
        let again = (try? FormBody(text.utf8, maxPairs: maxPairs))?.pairs ?? []
        let isSame = again.elementsEqual(form.pairs) { $0.name.isExactly($1.name) && $0.value.isExactly($1.value) }
        expect(isSame, "encoding and reading again changes nothing")
        for pair in form.pairs { check(pair, in: form) }
    }

    private static func check(_ pair: (name: String, value: String), in form: FormBody) {
        expect(!pair.name.utf8.contains(0) && !pair.value.utf8.contains(0), "no NUL comes through")
        let same = form.pairs.filter { $0.name.isExactly(pair.name) }
        expect(form.isRepeated(pair.name) == (same.count > 1), "repeated names are known")
        expect(form.first(pair.name)?.isExactly(same.first?.value ?? "") == true, "the first value counts")
        checkLine(pair.value)
        checkParagraphs(pair.value)
    }

    private static func checkLine(_ typed: String) {
        guard let text = try? TypedText.line(typed, limit: 200) else { return }
        expect(!text.unicodeScalars.contains(where: isControl), "a line has no control characters")
        expect((try? TypedText.line(text, limit: 200))?.isExactly(text) == true, "a checked line stays as it is")
        checkEnds(text, limit: 200)
    }

    private static func checkParagraphs(_ typed: String) {
        guard let text = try? TypedText.paragraphs(typed, limit: 1000) else { return }
        let refused = text.unicodeScalars.contains { isControl($0) && $0 != "\n" && $0 != "\t" }
        expect(!refused, "paragraphs have no control characters but line feeds and tabs")
        let again = try? TypedText.paragraphs(text, limit: 1000)
        expect(again?.isExactly(text) == true, "checked paragraphs stay as they are")
        checkEnds(text, limit: 1000)
    }

    private static func checkEnds(_ text: String, limit: Int) {
        let scalars = text.unicodeScalars
        expect((1...limit).contains(scalars.count), "the length is as promised")
        let ends = [scalars.first, scalars.last].compactMap { $0 }
        expect(!ends.contains { $0.properties.isWhitespace }, "there is no white space at the ends")
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
    }

    private static func fields(of bytes: [UInt8]) -> Int { bytes.split(separator: UInt8(ascii: "&")).count }

    /// Only escapes and bytes outside of ASCII can hide what is wrong.
    private static func isReason(_ error: FormBodyError, for bytes: [UInt8]) -> Bool {
        let hasEscapes = bytes.contains(UInt8(ascii: "%"))
        return switch error {
        case .tooManyPairs: fields(of: bytes) > maxPairs
        case .brokenEscape: hasEscapes
        case .containsNUL: hasEscapes || bytes.contains(0)
        case .notUTF8: hasEscapes || bytes.contains { $0 > 0x7F }
        }
    }
}
