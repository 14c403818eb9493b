import Foundation
import Testing

/// `infusionwatch check FILE...`, from the outside.
@Suite struct CheckCommandTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func check(_ files: String...) throws -> Program.Outcome {
    try Program.run(["check"] + files, in: folder.path)
  }

  @Test func `the shipped configuration is ok`() throws {
    let file = Program.checkout("config/station.toml")
    let outcome = try check(file)
    #expect(outcome.output == "\(file): ok (configuration: 2 monitors, 2 beds)\n")
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test(arguments: ["ketamine-40", "ketamine-60", "esketamine"])
  func `the shipped protocols are ok`(name: String) throws {
    let file = Program.checkout("config/protocols/\(name).toml")
    let outcome = try check(file)
    #expect(outcome.output == "\(file): ok (protocol: \(name))\n")
    #expect(outcome.status == 0)
  }

  @Test func `the example of a register map is ok`() throws {
    let file = Program.checkout("config/maps/example-gateway.toml")
    let outcome = try check(file)
    #expect(outcome.output == "\(file): ok (register map: hr, spo2, sbp, dbp, map)\n")
    #expect(outcome.status == 0)
  }

  @Test func `every fault of a configuration is one line on the standard error, status 78`() throws
  {
    try folder.write(
      "[station]\nmode = \"silent\"\ncolour = 1\n[[bed]]\nname = \"1\"\n", to: "station.toml")
    let outcome = try check("station.toml")
    #expect(outcome.output == "")
    #expect(
      outcome.errors == """
        infusionwatch: station.toml:2: “mode” is the text “silent”; write one of “live”, \
        “shadow”, “training”
        infusionwatch: station.toml:3: “colour” is not known in [station]; remove it; known are \
        listen, name, data, keep, mode, timezone, insecure, tls, protocol

        """)
    #expect(outcome.status == 78)
  }

  @Test func `a recording is ok`() throws {
    try folder.write("time,hr\n0,72\n1,72\n", to: "short.csv")
    let outcome = try check("short.csv")
    #expect(outcome.output.hasPrefix("short.csv: ok (recording: "))
    #expect(outcome.status == 0)
  }

  @Test func `a recording is known by its first line, whatever its name`() throws {
    try folder.write("# infusionwatch recording 1\ntime,hr\n0,72\n1,72\n", to: "vitals")
    let outcome = try check("vitals")
    #expect(outcome.output.hasPrefix("vitals: ok (recording: "))
  }

  @Test func `a faulty recording is told with its line, status 65`() throws {
    try folder.write("time,hr\n0,72\n1,!asleep\n", to: "wrong.csv")
    let outcome = try check("wrong.csv")
    #expect(outcome.errors.hasPrefix("infusionwatch: wrong.csv:3: "))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.status == 65)
  }

  @Test func `one faulty file does not keep the others from being checked`() throws {
    try folder.write("time,hr\n0,72\n", to: "good.csv")
    try folder.write("time,hr\nnow,72\n", to: "wrong.csv")
    try folder.write("colour = 1\n", to: "wrong.toml")
    let outcome = try check("wrong.csv", "wrong.toml", "good.csv")
    #expect(outcome.output.hasPrefix("good.csv: ok"))
    #expect(outcome.errors.split(separator: "\n").count == 2)
    #expect(outcome.status == 78)
  }

  @Test(arguments: [("none.toml", Int32(78)), ("none.csv", 65), ("none", 65)])
  func `a missing file is told in one line`(file: String, status: Int32) throws {
    let outcome = try check(file)
    #expect(outcome.errors.hasPrefix("infusionwatch: \(file): "))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.status == status)
  }

  @Test(arguments: ["empty.toml", "empty.csv", "binary.toml", "binary.csv"])
  func `an empty or binary file is told in one line`(file: String) throws {
    try folder.write(file.hasPrefix("empty") ? "" : "\u{7F}ELF\u{0}\u{1}\u{2}", to: file)
    let outcome = try check(file)
    #expect(outcome.errors.hasPrefix("infusionwatch: \(file):"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.status == (file.hasSuffix(".toml") ? 78 : 65))
  }

  @Test(arguments: ["big.toml", "big.csv"])
  func `a file of 1 GB is told in one line and little memory`(file: String) throws {
    try folder.write("", to: file)
    #expect(truncate("\(folder.path)/\(file)", 1 << 30) == 0)
    let outcome = try check(file)
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.status == (file.hasSuffix(".toml") ? 78 : 65))
    #expect(outcome.mostMemory < 200_000, "KiB")
  }

  @Test func `without a file the usage is told, status 64`() throws {
    #expect(try check().status == 64)
  }
}
