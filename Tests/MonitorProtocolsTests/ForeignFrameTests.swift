import MonitorProtocols
import Testing

/// A line that is set up for another protocol than its monitor speaks.
@Suite struct ForeignFrameTests {
  @Test(arguments: FrameRun.all)
  func `a monitor says nothing to the decoder of another protocol`(_ run: FrameRun) throws {
    let bytes = [[UInt8]](repeating: run.bytes, count: 20)
    for language in SerialLanguage.allCases where language != run.language {
      let (found, tally) = try FrameRun.read(language, bytes)
      #expect(found.isEmpty, "\(language)")
      #expect(tally.frames == 0, "\(language)")
    }
  }
}
