import Foundation
import InfusionCore
import Monitors
import PeerKit
import Records
import Vitals

@testable import StationWeb

/// A station and a real browser that looks at it.
final class PageHarness: Sendable {
  let web: WebHarness
  let browser: Peer
  let relay: Peer

  /// One browser for all pages: starting one takes seconds.
  private static let browser = Task {
    try await Peer("browser", in: "StationWebTests/Browser")
  }

  init(beds: [String] = ["1", "2"], isSimulated: Bool = false) async throws {
    web = try await WebHarness(beds: beds, isSimulated: isSimulated)
    browser = try await Self.browser.value
    relay = try await Peer(
      "relay", in: "StationWebTests/Browser", String(web.url.split(separator: ":")[2]))
  }

  func end() async throws {
    try await browser.tell("close-all -")
    relay.kill()
    try await web.end()
  }

  /// A page that somebody has opened, once it is connected.
  func open(
    _ name: String = "page", as role: Role = .nurse, width: Int = 1280
  ) async throws -> BrowserPage {
    let token = web.tokens[role] ?? ""
    let page = try await visit(name, "/#token=\(token)", width: width)
    try await eventually("the page is connected") {
      try await page.text("#link") == "Connected"
    }
    return page
  }

  /// An address that somebody has opened, by way of the relay.
  func visit(_ name: String, _ path: String, width: Int = 1280) async throws -> BrowserPage {
    let page = BrowserPage(name: name, browser: browser)
    try await page.tell("open", "\(width) http://station.test:\(relay.address)\(path)")
    return page
  }

  /// A cuff result of a bed.
  func tellCuff(_ sbp: Double, _ dbp: Double, _ map: Double, bed: String = "1") {
    web.links.tell(
      .readings([
        Reading(.sbp, .value(sbp)), Reading(.dbp, .value(dbp)), Reading(.map, .value(map)),
      ]), bed: bed)
  }

  /// A bed raises `spo2.low`, high, at once.
  func desaturate(bed: String = "1") { web.links.tell(hr: 88, spo2: 78, bed: bed) }
}

/// One page of the browser.
struct BrowserPage: Sendable {
  /// The browser could not do it.
  struct Failure: Error, CustomStringConvertible { var description: String }

  let name: String
  let browser: Peer

  /// What the browser answers to a command.
  @discardableResult
  func tell(_ word: String, _ argument: String = "") async throws -> JSONValue {
    let command = "\(word) \(name) \(argument)".replacing("\n", with: " ")
    let line = try await browser.tell(command)
    guard let answer = JSONValue(Array(line.utf8)) else {
      throw Failure(description: "\(word) \(argument): \(line)")
    }
    if case .object(let fields) = answer, case .text(let error)? = fields["error"] {
      throw Failure(description: "\(word) \(argument): \(error)")
    }
    return answer
  }

  /// What stands in an element; empty if there is none that can be seen.
  func text(_ selector: String) async throws -> String {
    let expression =
      "(e => e?.checkVisibility() ? e.innerText : '')(document.querySelector(`\(selector)`))"
    guard case .text(let text) = try await tell("look", expression) else { return "" }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// How many elements there are that can be seen.
  func count(_ selector: String) async throws -> Int {
    let expression =
      "[...document.querySelectorAll(`\(selector)`)].filter(e => e.checkVisibility()).length"
    guard case .number(let count) = try await tell("look", expression) else { return -1 }
    return Int(count)
  }

  /// A list of texts that the browser answers.
  func texts(_ word: String, _ argument: String = "") async throws -> [String] {
    guard case .list(let values) = try await tell(word, argument) else { return [] }
    return values.map { if case .text(let text) = $0 { text } else { "\($0)" } }
  }

  /// Waits until an element says something.
  func shows(
    _ selector: String, _ text: String, file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    var last = ""
    do {
      try await eventually("", file: file, line: line) {
        last = try await self.text(selector)
        return last.contains(text)
      }
    } catch is NeverSo {
      throw NeverSo(description: "\(file):\(line): \(selector) says “\(last)”, never “\(text)”")
    }
  }
}

extension String {
  /// The selector of something in a bed's tile.
  static func tile(_ bed: String, _ inside: String = "") -> String {
    "[data-bed='\(bed)'] \(inside)"
  }

  /// The selector of a vital sign in a bed's tile.
  static func vital(_ vital: String, _ inside: String = "", bed: String = "1") -> String {
    tile(bed, "[data-vital=\(vital)] \(inside)")
  }
}
