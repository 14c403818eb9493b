import PeerKit
import Records
import Testing

@testable import StationWeb

/// What a tired nurse reads: whole numbers, plain words, and what is true of this display.
extension PageTests {
  @Test(arguments: [360, 1280, 1920])
  func `numbers stay in their tile, and stand on one line`(width: Int) async throws {
    let house = try await PageHarness(beds: ["1", "2", "3", "4"])
    house.web.links.tell(hr: 140, spo2: 97.5)
    house.tellCuff(208, 119, 148)
    let page = try await house.open(width: width)
    try await page.shows(.vital("bp", ".number"), "208/119 MAP 148")
    let outside = """
      [...document.querySelectorAll('.value, .mean, dt')].filter(part =>
        part.getBoundingClientRect().right
          > part.closest('.vital').getBoundingClientRect().right + 0.5)
        .map(part => part.innerText)
      """
    #expect(try await page.texts("look", outside) == [])
    let tops = """
      new Set(['hr', 'spo2'].map(vital => document.querySelector(
        `[data-bed='1'] [data-vital=${vital}] .value`).getBoundingClientRect().top)).size
      """
    #expect(try await page.tell("look", tops) == .number(1))
    try await house.end()
  }

  @Test func `forms offer words that people say, and say what a name is for`() async throws {
    let house = try await PageHarness()
    _ = try await house.web.call("POST", "/api/v1/beds/1/admit")
    let page = try await house.open()
    try await page.tell("click", .tile("1", ".more summary"))
    for (verb, says) in [
      ("limit", "Blood pressure high"), ("entry", "chest pain"), ("transfer", "the hospital"),
      ("handover", "who takes over"),
    ] {
      try await page.tell("click", .tile("1", "[data-verb=\(verb)]"))
      try await page.shows("#form-fields", says)
      let code = """
        [...document.querySelectorAll('#form-fields option')].map(option => option.innerText)
          .filter(text => /[a-z][.-][a-z]/.test(text))
        """
      #expect(try await page.texts("look", code) == [])
      try await page.tell("click", "#form-close")
    }
    try await house.end()
  }

  @Test func `a refusal says why, without the station's word for the verb`() async throws {
    let house = try await PageHarness()
    _ = try await house.web.call("POST", "/api/v1/beds/1/admit")
    let page = try await house.open()
    try await page.tell("click", .tile("1", "[data-verb=start]"))
    try await page.tell("click", "#form-send")
    try await page.shows("#form-answer", "Not done: ")
    #expect(try await page.text("#form-answer").contains("start:") == false)
    try await house.end()
  }

  @Test func `a display that may sound now says so at once`() async throws {
    let house = try await PageHarness()
    let page = try await house.open()
    try await page.tell(
      "look",
      """
      (() => {
        window.said = [];
        const call = window.fetch;
        window.fetch = (path, options) => {
          if (String(path).endsWith('receipt')) said.push(JSON.parse(options.body));
          return call(path, options);
        };
        return true;
      })()
      """)
    try await eventually("a heartbeat is confirmed") {
      try await page.tell("look", "said.length > 0") == .flag(true)
    }
    try await page.tell("click", "#sound")
    // The same heartbeat again: it was not waited for the next one.
    let again = """
      said.some((one, index) => one.audible && said.slice(0, index)
        .some(other => other.heartbeat === one.heartbeat && !other.audible))
      """
    try await eventually("the sound is said") {
      try await page.tell("look", again) == .flag(true)
    }
    #expect(try await page.texts("faults") == [])
    try await house.end()
  }
}
