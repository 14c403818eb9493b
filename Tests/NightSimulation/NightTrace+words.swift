import InfusionCore
import Records
import Station
import Vitals

extension Errand {
  var words: String {
    let own = RecordedAct.verb(verb, by: by).text
    return key.map { "\(own) [\($0.key)]" } ?? own
  }
}

extension Reading.Content {
  var words: String {
    switch self {
    case .value(let value): "\(value)"
    case .absent(let reason): "!\(reason.rawValue)"
    }
  }
}

extension Event {
  /// A short line.
  var line: String {
    let alert = alert.map {
      " \($0.condition.rawValue) \($0.priority.rawValue) \($0.presence.rawValue)"
        + ($0.value.map { " \($0)" } ?? "") + ($0.detail.map { " “\($0)”" } ?? "") + " \($0.id)"
    }
    let facts = facts.map { " \($0.key)=\($0.value.words)" }.joined()
    return "\(moment.milliseconds) \(name.rawValue)\(alert ?? "")\(facts)"
  }
}

extension Fact.Value {
  var words: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .flag(let flag): flag ? "yes" : "no"
    case .texts(let texts): texts.joined(separator: ",")
    case .moment(let moment): "\(moment.milliseconds)"
    }
  }
}

extension ActAnswer {
  var words: String {
    switch self {
    case .reply(.accepted(let facts), let isDurable):
      (["done"] + facts.map { "\($0.key)=\($0.value.words)" }).joined(separator: " ")
        + (isDurable ? "" : ", not written")
    case .reply(.refused(let refusal), let isDurable):
      "refused: \(refusal.what)" + (isDurable ? "" : ", not written")
    case .keyOfAnother: "the key is another verb's"
    }
  }
}

extension Happening.What {
  var words: String {
    switch self {
    case .spell(_, let vital, let contents, let each):
      "\(vital.rawValue) \(contents.map(\.words).joined(separator: " ")), \(each.seconds) s each"
    case .conduct(_, let conduct): "the link is \(conduct.words)"
    case .gateway(let link, let conduct): "\(link) is \(conduct.words)"
    case .cuff(_, let readings, let ago):
      "a cuff result of \(ago.seconds) s ago: "
        + readings.map { "\($0.vital.rawValue)=\($0.content.words)" }.joined(separator: " ")
    case .machine(_, let report): "\(report)"
    case .nurse(_, let deed): "a nurse: \(deed)"
    case .ledger(let mood): "the ledger is \(mood)"
    case .crash(let crash):
      "the process ends \(crash.stage.words) for \(crash.outage.seconds) s"
        + (crash.reboot.map { ", the machine starts anew: \($0)" } ?? "")
    case .step(let span): "the clock on the wall is set by \(span.seconds) s"
    case .zone(let span): "the zone is \(span.seconds / 3600) h from UTC"
    case .unwatched: "no display confirms"
    case .reload: "another configuration"
    }
  }
}
