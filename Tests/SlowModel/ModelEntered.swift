import InfusionCore
import Vitals

/// What a nurse enters, or a patient presses, can raise.
extension ModelBed {
  func enteredFinding(_ condition: ModelCondition, at time: Int) -> ModelFinding? {
    let session = watch.session
    switch condition {
    case .emergency: return watch.emergencySince.map { _ in .plain(.high) }
    case .call: return watch.callSince.map { _ in .plain(.high) }
    case .symptom:
      guard let symptom = session?.latest(\.symptom), symptom.value != .none else { return nil }
      return ModelFinding(
        present: isPressureHigh(since: symptom.at) ? [0, 1] : [0], priorities: [.medium, .high])
    case .sedated:
      guard let moaas = session?.latest(\.moaas)?.value, moaas <= 2 else { return nil }
      return ModelFinding(present: moaas <= 1 ? [0, 1] : [0], priorities: [.medium, .high])
    case .airway:
      guard session?.latest(\.vomiting)?.value ?? false,
        let moaas = session?.latest(\.moaas)?.value, moaas <= 3
      else { return nil }
      return .plain(.medium)
    default: return nil
    }
  }

  /// SBP 160 or more, or DBP 100 or more, in the last result, if it stood then or is newer.
  private func isPressureHigh(since time: Int) -> Bool {
    guard let kept = watch.kept, time - kept.time <= watch.resultStands(at: kept.time) else {
      return false
    }
    return (kept.parts[.sbp] ?? 0) >= 160 || (kept.parts[.dbp] ?? 0) >= 100
  }
}
