import InfusionCore
public import Vitals

/// A part of a night that can be lived by itself.
extension NightPlan {
  /// The names of the beds.
  public var bedNames: [String] { beds.map(\.setup.bed) }

  /// With only these happenings.
  public func keeping(_ numbers: Set<Int>) -> NightPlan {
    var plan = self
    plan.happenings.removeAll { !numbers.contains($0.number) }
    return plan
  }

  /// With only these beds, and what happens to them.
  public func keeping(beds names: [String]) -> NightPlan {
    var plan = self
    plan.beds.removeAll { !names.contains($0.setup.bed) }
    plan.happenings.removeAll { happening in happening.bed.map { !names.contains($0) } ?? false }
    return plan
  }

  /// Only its beginning.
  public func ending(after length: Span) -> NightPlan {
    var plan = self
    plan.length = min(length, plan.length)
    plan.happenings.removeAll { $0.at > length }
    return plan
  }
}

extension Happening {
  /// The bed that it befalls; nil: not one alone.
  var bed: String? {
    switch what {
    case .spell(let bed, _, _, _), .conduct(let bed, _), .cuff(let bed, _, _),
      .machine(let bed, _), .nurse(let bed, _):
      bed
    case .gateway, .ledger, .crash, .step, .zone, .unwatched, .reload: nil
    }
  }
}
