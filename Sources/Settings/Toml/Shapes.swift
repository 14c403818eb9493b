import InfusionCore
import Vitals

extension Shape<String> {
  /// A line of text, 1 to `most` characters, of which something further holds.
  static func text(
    _ wanted: String = "text in quotes", most: Int = 200,
    where holds: @escaping (String) -> Bool = { _ in true }
  ) -> Shape {
    Shape(wanted, standIn: "") { content in
      guard case .text(let text) = content, text.count <= most, text.onOneLine == text,
        !text.allSatisfy(\.isWhitespace), holds(text)
      else { return nil }
      return text
    }
  }
}

extension Shape<Bool> {
  /// true or false.
  static var flag: Shape {
    Shape("true or false", standIn: false) { content in
      if case .boolean(let flag) = content { flag } else { nil }
    }
  }
}

extension Shape<Int> {
  /// A whole number within a range.
  static func wholeNumber(in range: ClosedRange<Int>) -> Shape {
    Shape(
      "a whole number from \(range.lowerBound) to \(range.upperBound)", standIn: range.lowerBound
    ) { content in
      guard case .integer(let number) = content, let number = Int(exactly: number) else {
        return nil
      }
      return range.contains(number) ? number : nil
    }
  }
}

extension Shape<Double> {
  /// A number within a range; `unit` follows it in faults.
  static func number(in range: ClosedRange<Double>, unit: String = "") -> Shape {
    let bounds = "\(DecimalText.text(range.lowerBound)) to \(DecimalText.text(range.upperBound))"
    return Shape(
      "a number from \(bounds)\(unit.isEmpty ? "" : " \(unit)")", standIn: range.lowerBound
    ) { content in
      let number: Double
      switch content {
      case .integer(let whole): number = Double(whole)
      case .real(let real): number = real
      case .table, .array, .text, .boolean, .dateTime, .unreadable: return nil
      }
      return range.contains(number) ? number : nil
    }
  }

  /// A limit of a vital sign, within its plausible range.
  static func plausible(_ vital: VitalSign) -> Shape {
    number(in: vital.plausibleRange, unit: vital.unit)
  }
}

extension Shape<Span> {
  /// A duration with its unit, within a range.
  static func duration(in range: ClosedRange<Span>) -> Shape {
    let bounds = "“\(range.lowerBound.written)” to “\(range.upperBound.written)”"
    return Shape(
      "a duration from \(bounds), with its unit and in quotes", standIn: range.lowerBound
    ) { content in
      guard case .text(let text) = content, let span = Span(written: text) else { return nil }
      return range.contains(span) ? span : nil
    }
  }
}

extension Shape where Value: CaseIterable & RawRepresentable<String> {
  /// One of a few words.
  static func word(standIn: Value) -> Shape {
    let words = Value.allCases.map { "“\($0.rawValue)”" }.joined(separator: ", ")
    return Shape("one of \(words)", standIn: standIn) { content in
      if case .text(let text) = content { Value(rawValue: text) } else { nil }
    }
  }
}

extension Shape {
  /// A list whose items all have one shape; each wrong item is told.
  static func list<Item>(of item: Shape<Item>, count: ClosedRange<Int>) -> Shape
  where Value == [Item] {
    var shape = Shape(
      "a list of \(count.lowerBound) to \(count.upperBound), each \(item.wanted)",
      standIn: [], of: { _ in nil })
    let whole = shape.read
    shape.read = { toml, complain in
      guard case .array(let items) = toml.content else { return whole(toml, complain) }
      guard count.contains(items.count) else {
        complain("has \(items.count) items", toml.place)
        return nil
      }
      let values = items.compactMap { value in
        item.read(value) { what, place in complain("has an item that \(what)", place) }
      }
      return values.count == items.count ? values : nil
    }
    return shape
  }
}
