import Records
import Testing

@testable import StationWeb

/// Parts of the page that no honest station can be brought to exercise, in the browser itself.
extension PageTests {
  @Test func `messages of the stream are the same in whatever pieces they come`() async throws {
    let house = try await PageHarness()
    let page = try await house.open()
    let script = """
      import('/stream.js').then(({ MessageReader }) => {
        const text = ['id: a-1\\r', 'data: {"x": "é"}', '', ': quiet',
          'event: heartbeat', 'data: 1', '', ''].join('\\n');
        const whole = JSON.stringify(new MessageReader().take(text));
        const faults = whole.includes('heartbeat') ? [] : ['nothing was read'];
        for (let cut = 0; cut <= text.length; cut += 1) {
          const reader = new MessageReader();
          const pieces = [text.slice(0, cut), text.slice(cut)].flatMap(p => reader.take(p));
          if (JSON.stringify(pieces) !== whole) faults.push('cut at ' + cut);
        }
        return faults;
      })
      """
    #expect(try await page.texts("look", script) == [])
    try await house.end()
  }

  @Test func `a page that does not show the station's alerts says so and asks anew`()
    async throws
  {
    let house = try await PageHarness()
    let page = try await house.open()
    let script = """
      import('/station.js').then(async ({ Station }) => {
        const station = new Station(() => {}, () => {});
        await station.refresh();
        const time = new Date(station.now).toISOString();
        const beat = alerts => station.take({ event: 'heartbeat',
          data: JSON.stringify({ number: 1, seq: station.seq, time, alerts }) });
        beat(['one that the page does not show']);
        const doubt = station.doubt;
        await station.refresh();
        beat(station.allAlerts.map(alert => alert.id));
        return [doubt, station.doubt];
      })
      """
    let doubt = "The page did not show what the station says; everything was loaded anew."
    #expect(try await page.texts("look", script) == [doubt, ""])
    try await house.end()
  }

  @Test func `simulated patients are striped, and only they`() async throws {
    let house = try await PageHarness(isSimulated: true)
    let page = try await house.open()
    try await page.shows("#simulated", "SIMULATED")
    try await house.end()
    let clinic = try await PageHarness()
    let other = try await clinic.open()
    #expect(try await other.count("#simulated") == 0)
    try await clinic.end()
  }
}
