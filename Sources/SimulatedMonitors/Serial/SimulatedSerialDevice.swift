import MonitorProtocols
import Vitals

/// A device that speaks one of the serial protocols.
struct SimulatedSerialDevice: SimulatedDevice {
  /// Beats that were missed by more than this are left out: no device sends them later.
  private static let longestCatchUp = Span.seconds(1)
  /// What comes at a beat of a device that would say nothing, in bytes, where the line is noisy.
  private static let noise = 16

  private let language: SerialLanguage
  private let identity: String?
  private let face: @Sendable (Span) -> ShownVitals
  /// `SimulatedFault.lateness` on the device's clock.
  private let lateness: Span
  private var voice: any SerialVoice
  private var ear = RequestEar()
  private var noise = Noise(seed: 1)
  private var outgoing = OutgoingBytes()
  /// Beats since it was switched on that are over.
  private var beats: Int64 = 0

  init(
    _ language: SerialLanguage, identity: String?, lateness: Span,
    face: @escaping @Sendable (Span) -> ShownVitals
  ) {
    self.language = language
    self.identity = identity
    self.lateness = lateness
    self.face = face
    voice = language.voice(identity: identity)
  }

  mutating func plug(at on: Span) {
    voice = language.voice(identity: identity)
    ear = RequestEar()
    outgoing.removeAll()
    beats = language.beat?.count(by: on) ?? 0
  }

  mutating func hear(_ bytes: [UInt8], at on: Span, _ faults: SimulatedFaults) {
    for request in ear.hear(bytes) where !faults.has(.silence, at: on) {
      guard !faults.has(.garbage, at: on) else {
        outgoing.add(noise.bytes(Self.noise), at: on)
        continue
      }
      let answer = voice.answer(request, utterance(at: on, faults))
      outgoing.add(answer, at: faults.has(.late, at: on) ? on + lateness : on)
    }
  }

  mutating func take(at on: Span, _ faults: SimulatedFaults) -> [UInt8] {
    guard let beat = language.beat else { return outgoing.take(at: on) }
    beats = max(beats, beat.count(by: on - Self.longestCatchUp))
    while beats < beat.count(by: on) {
      beats += 1
      let time = beat.time(of: beats)
      let said = voice.say(utterance(at: time, faults))
      guard !faults.has(.silence, at: time) else { continue }
      let isGarbled = faults.has(.garbage, at: time)
      outgoing.add(isGarbled ? noise.bytes(max(said.count, Self.noise)) : said, at: time)
    }
    return outgoing.take(at: on)
  }

  var due: Span? {
    [outgoing.due, language.beat.map { $0.time(of: beats + 1) }].compactMap(\.self).min()
  }

  private func utterance(at on: Span, _ faults: SimulatedFaults) -> Utterance {
    let shown = faults.shown(at: on, face)
    return Utterance(
      shown: shown.vitals, on: shown.on, sumError: faults.has(.wrongChecksum, at: on) ? 1 : 0)
  }
}
