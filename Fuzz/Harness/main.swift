import CLibFuzzer

var argumentCount = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&argumentCount, &arguments) { bytes, count in
    Parser.chosen.take(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
