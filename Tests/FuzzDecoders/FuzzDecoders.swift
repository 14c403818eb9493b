import DecoderProperties
import Glibc

// libFuzzer brings a `main` of its own, and calls the first function; without it the second one is
// the program.

/// One input: a property that does not hold ends the program, and the fuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDecoders(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  if let violation = DecoderProperty.violation(of: input) {
    print(violation)
    abort()
  }
  return 0
}

/// Without the fuzzer: says of each file, such as one that the fuzzer has kept, what is wrong.
@_cdecl("fuzz_decoders_main")
public func runFiles(_ count: CInt, _ words: UnsafePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var status: CInt = 0
  for index in 1..<max(1, Int(count)) {
    guard let path = words[index], let file = fopen(path, "rb") else { return 65 }
    defer { fclose(file) }
    var input = [UInt8](repeating: 0, count: 1 << 20)
    input.removeLast(input.count - fread(&input, 1, input.count, file))
    let violation = DecoderProperty.violation(of: input)
    print("\(String(cString: path)): \(violation ?? "ok")")
    if violation != nil { status = 1 }
  }
  return status
}
