extension PhoneNumber {
    /// Whether this is the ISO code, in capitals, of a country that has telephone numbers.
    package static func isRegion(_ code: String) -> Bool {
        code.utf8.count == 2
            && code.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            && PhoneLibrary.example(region: code, international: true) != nil
    }
}
