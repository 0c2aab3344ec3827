/// What a new password has to be. Bytes are taken as they come: nothing is trimmed, folded or cut off.
package enum PasswordRules {
    /// Allowed lengths, in Unicode scalars.
    package static let lengths = 8...256

    /// What is wrong with a password, in plain English; nil when nothing is.
    package static func problem(with password: String) -> String? {
        let count = password.unicodeScalars.prefix(lengths.upperBound + 1).count
        if count < lengths.lowerBound { return "The password needs at least \(lengths.lowerBound) characters." }
        if count > lengths.upperBound { return "The password can have \(lengths.upperBound) characters at most." }
        if password.utf8.contains(0) { return "The password contains a character that cannot be typed." }
        if isCommon(password) { return "This password is one of the first that would be guessed. Choose another." }
        return nil
    }

    private static func isCommon(_ password: String) -> Bool {
        let bytes = password.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return Set(bytes).count == 1 || common.contains(String(decoding: bytes, as: UTF8.self))
    }

    private static let common: Set<String> = Set(
        """
        password password1 password12 password123 password1234 password! password1! password01 passw0rd passw0rd1
        passw0rd! p@ssw0rd p@ssword p@ssw0rd1 p@ssw0rd123 pa$$word pa$$w0rd mypassword password2 passwort passwort1
        passwort123 contraseña motdepasse wachtwoord kennwort 12345678 123456789 1234567890 0123456789 01234567
        12345678910 987654321 87654321 9876543210 123123123 12341234 123454321 11223344 1122334455 12344321 147258369
        123456789a a123456789 1234567a a1234567 123456ab 123456abc 1234abcd 123abc123 abc123456 abcd1234 abcdefgh
        abcdefghi abcdefg1 aa123456 qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty123456 qwertz123
        qwertzuiop azertyuiop asdfghjk asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4
        q1w2e3r4t5 1qaz2wsx 1qazxsw2 zaq12wsx qazwsxedc qazwsx123 1qaz2wsx3edc iloveyou iloveyou1 iloveyou2 letmein1
        letmein123 letmeinnow welcome1 welcome12 welcome123 welcome! welcome01 changeme changeme1 changeme123 changeit
        changethis admin123 admin1234 admin12345 administrator adminadmin rootroot root1234 superuser test1234 test12345
        testtest testing1 testing123 default1 secret123 topsecret trustno1 sunshine sunshine1 princess princess1
        football football1 baseball baseball1 superman superman1 batman123 starwars pokemon1 dragon123 monkey123
        master123 shadow123 michael1 jennifer charlie1 computer internet whatever freedom1 hello123 helloworld
        support1 support123 helpdesk helpdesk1 deskbell deskbell1 company1 summer2024 winter2024 summer2025 winter2025
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
