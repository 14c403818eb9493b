import InfusionCore
import Station

/// Nurses: they act, lose patience, and send things twice.
extension NightWorld {
  func act(_ deed: Happening.Deed, _ bed: String, _ number: Int) {
    var nurse = Nurse(chance: Chance(seed: plan.seed, part: UInt64(number)))
    let beds = turns?.core.beds ?? []
    let text =
      beds.first { $0.name == bed }.map {
        nurse.verb(deed, on: $0, beds: beds, closed: closed)
      } ?? "emergency"
    guard case .verb(let verb, _)? = try? RecordedAct(parsing: text) else { return }
    errands += 1
    let by = nurse.chance.pick(["anna", "ben", "chris"])
    var key: ActKey?
    if nurse.chance.chance(70) {
      key = ActKey(owner: by, key: "key \(errands)", request: "\(bed): \(text)")
    }
    let errand = Errand(number: errands, bed: bed, verb: verb, by: by, key: key)
    send(errand)
    // A finger that trembles, or a network that sends everything twice.
    if nurse.chance.chance(6) { send(errand) }
    if let key, nurse.chance.chance(3) {
      errands += 1
      send(
        Errand(
          number: errands, bed: bed, verb: .emergency, by: by,
          key: ActKey(owner: by, key: key.key, request: "\(bed): emergency")))
    }
  }

  func send(_ errand: Errand) {
    var errand = errand
    errand.sent += 1
    guard turns != nil else { return sendAgain(errand) }
    see(.asked(errand))
    acts.append(errand)
    ring()
  }

  /// Nobody answered; who has a key can ask again.
  func sendAgain(_ errand: Errand) {
    guard errand.key != nil, errand.sent < Errand.mostSent else { return }
    due.add(.send(errand), at: clock.now + chance.number(1_000...20_000))
  }

  func take(_ answer: ActAnswer, to errand: Errand) {
    tally.answers += 1
    see(.answered(errand, answer))
    guard errand.key != nil, errand.sent < Errand.mostSent, chance.chance(12) else { return }
    due.add(.send(errand), at: clock.now + chance.number(1_000...300_000))
  }
}
