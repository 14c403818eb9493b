import InfusionCore
import Testing

/// What each verb's text reads as, by the text that it prints as.
private let accepted = """
  admit                                    | admit
  admit   by=anna                          | admit by=anna
  admit flags=osa,65+ protocol=ketamine-60 | admit protocol=ketamine-60 flags=osa,65+
  admit session=S-1 escort='sister Eva'    | admit escort="sister Eva" session=S-1
  baseline                                 | baseline
  baseline bp=120/80                       | baseline bp=120/80
  baseline sbp=120 dbp=80 map=93           | baseline bp=120/80/93
  start minutes=40                         | start minutes=40
  start at=9:05 reason=x authorised_by=b   | start reason=x authorised_by=b at=09:05
  hold reason="line came off" by=al        | hold reason="line came off" by=al
  continue                                 | continue
  stop                                     | stop
  discharge                                | discharge
  discharge reason=r authorised_by=dr      | discharge authorised_by=dr reason=r
  cancel                                   | cancel
  transfer to=hospital reason="chest pain" | transfer to=hospital reason="chest pain"
  move to=3                                | move to=3
  rebind monitor=bay-2                     | rebind monitor=bay-2
  entry bp=124/78 hr=72 spo2=97            | entry hr=72 spo2=97 sbp=124 dbp=78
  entry bp=124/78/93                       | entry sbp=124 dbp=78 map=93
  entry moaas=5 oriented=yes gait=steady   | entry moaas=5 oriented=yes gait=steady
  entry gait=unsteady oriented=no rr=12    | entry oriented=no gait=unsteady rr=12
  entry nausea=2 vomiting=yes pain=10      | entry nausea=2 pain=10 vomiting=yes
  entry symptom=chest-pain at=09:40        | entry symptom=chest-pain at=09:40
  entry medication=opioid note="it's ok"   | entry note="it's ok" medication=opioid
  entry oxygen=off                         | entry oxygen=off
  entry oxygen=2.5                         | entry oxygen=2.5
  entry oxygen=on flow=2                   | entry oxygen=2
  entry oxygen=on                          | entry oxygen=on
  entry oxygen=on flow=0                   | entry oxygen=off
  correct e-1 pain=3 reason=typo           | correct e-1 pain=3 reason=typo
  limit spo2.low below=85 reason=lungs     | limit spo2.low below=85 reason=lungs
  limit condition=hr.high limit=135 reason=r | limit hr.high above=135 reason=r
  limit bp.high vital=sbp above=190 priority=high reason=r \
  | limit bp.high vital=sbp priority=high above=190 reason=r
  limit hr.low limit=protocol reason=done  | limit hr.low limit=protocol reason=done
  ack spo2.low                             | ack spo2.low
  ack a-17                                 | ack a-17
  going bp.high                            | going bp.high
  audio-pause                              | audio-pause
  audio-pause for=2min                     | audio-pause seconds=120
  alarm-pause vital=spo2 for=90s reason=x  | alarm-pause vital=spo2 for=90s reason=x
  alarm-pause minutes=5                    | alarm-pause minutes=5
  away reason=toilet                       | away reason=toilet
  handover from=anna to="bo li"            | handover from=anna to="bo li"
  emergency                                | emergency
  start-of-day by=anna                     | start-of-day by=anna
  end-of-day                               | end-of-day
  link.down monitor=bay-1 reason="no answer" | link.down monitor=bay-1 reason="no answer"
  identity found=other                     | identity found=other
  cuff.failed                              | cuff.failed
  call                                     | call
  clock offset=0s utc=2h stepped=-1.5s     | clock offset=0s utc=7200s stepped=-1500ms
  blind to=2026-03-01T09:00:40Z from=2026-03-01T10:00:00+01:00 \
  | blind from=2026-03-01T09:00:00.000Z to=2026-03-01T09:00:40.000Z
  bed                                      | bed
  bed probe_arm=same                       | bed probe_arm=same
  bed monitor=a link="gw 1" vitals=spo2,hr | bed monitor=a vitals=spo2,hr every=1s link="gw 1"
  bed monitor=b every=1min heartbeat=yes   | bed monitor=b every=60s heartbeat=yes
  """

/// Texts that are no verb, with a part of the sentence that says why.
private let refused = """
                             | there is no verb
  dance                      | “dance” is no verb
  admit protocl=x            | admit has no argument protocl=
  admit flags=osa,snore      | flags= does not know “snore”
  admit flags=osa,osa        | flags= names osa twice
  clock utc=0s               | clock lacks offset=
  clock offset=1h utc=2      | utc=2 is no length of time
  clock offset=1h utc=25h    | utc=25h is no length of time
  blind from=9:00 to=9:01    | from=9:00 is no time
  blind from=2026-03-01T09:00:01Z to=2026-03-01T09:00:00Z | to= is before from=
  bed monitor=a vitals=hr,pulse | vitals= does not know “pulse”
  bed monitor=a vitals=hr,hr | vitals= names hr twice
  bed monitor=a every=0s     | every=0s is no interval
  bed every=1s               | bed has no argument every=
  baseline sbp=120           | a baseline needs both pressures
  baseline bp=120            | bp=120 is no blood pressure
  baseline bp=120/80/93/1    | bp=120/80/93/1 is no blood pressure
  baseline bp=120/80 map=93  | bp= and its parts are both given
  start minutes=forty        | minutes=forty is no whole number from 1 to 1440
  start minutes=40.5         | minutes=40.5 is no whole number from 1 to 1440
  start minutes=40 minutes=4 | minutes= is given twice
  start reason=              | reason= has no value
  start reason=" "           | reason= has no value
  start at=24:00             | at=24:00 is no time of day
  start at=+9:05             | at=+9:05 is no time of day
  start 40                   | start does not take “40”
  discharge reason=r         | an override needs a name and a reason
  move                       | move lacks to=
  entry                      | entry says nothing
  entry at=09:00             | entry says nothing
  entry moaas=6              | moaas=6 is no whole number from 0 to 5
  entry dissociation=5       | dissociation=5 is no whole number from 0 to 4
  entry nausea=4             | nausea=4 is no whole number from 0 to 3
  entry pain=-1              | pain=-1 is no whole number from 0 to 10
  entry pain=11              | pain=11 is no whole number from 0 to 10
  entry oriented=true        | oriented=true is neither
  entry oxygen=much          | oxygen=much is neither on, off nor litres per minute
  entry oxygen=off flow=2    | oxygen=off and flow= contradict each other
  entry hr=1e2               | hr=1e2 is no number from 0 to 999
  entry symptom=itch         | symptom= does not know “itch”
  correct pain=3 reason=r    | correct names no entry
  correct e-1 pain=3         | correct lacks reason=
  limit spo2.low below=85    | limit lacks reason=
  limit spo2.low reason=r    | spo2.low needs one limit to be below
  limit spo2.low above=85 reason=r | spo2.low needs one limit to be below
  limit bp.high above=190 reason=r | bp.high judges more than one vital sign
  limit signal.lost below=1 reason=r | “signal.lost” has no limit
  limit hr.low vital=spo2 below=40 reason=r | hr.low does not judge spo2
  ack                        | ack names no alert
  ack spo2.low hr.low        | “spo2.low” and “hr.low” stand without a key
  audio-pause seconds=121    | seconds=121 is no whole number from 1 to 120
  audio-pause for=3min       | for=3min is no time up to 120s
  audio-pause for=90         | for=90 is no time up to 120s
  alarm-pause minutes=6      | minutes=6 is no whole number from 1 to 5
  alarm-pause minutes=1 for=60s | minutes= and for= are both given
  away                       | away lacks reason=
  away reason='a b           | a quote ' is not closed
  identity                   | identity lacks found=
  cuff.inflating by=anna     | cuff.inflating has no argument by=
  """

private func rows(_ table: String) -> [[String]] {
  table.split(separator: "\n").map { line in
    line.split(separator: "|", maxSplits: 1).map { cell in
      String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}

@Test(arguments: rows(accepted))
func `a verb reads as what its table says`(_ row: [String]) throws {
  #expect(try RecordedAct(parsing: row[0]).text == row[1])
}

@Test(arguments: rows(refused))
func `a text that is no verb is refused with the reason`(_ row: [String]) throws {
  let error = #expect(throws: VerbError.self) { try RecordedAct(parsing: row[0]) }
  #expect(error?.what.hasPrefix(row[1]) == true)
  #expect(error?.remedy.isEmpty == false)
}

@Test func `a verb longer than its limit is refused`() {
  let note = String(repeating: "x", count: 4096)
  #expect(throws: VerbError.self) { try RecordedAct(parsing: "entry note=\(note)") }
}

@Test func `every name of a verb and of a machine event is known to the parser`() {
  for name in VerbName.allCases.map(\.rawValue) + MachineEventName.allCases.map(\.rawValue) {
    do { _ = try RecordedAct(parsing: name) } catch {
      #expect(!error.what.contains("is no verb"))
    }
  }
}

@Test(arguments: ["a\nb", String(repeating: "x", count: 101)])
func `a name is short and on one line, a note need not be`(text: String) throws {
  #expect(throws: VerbError.self) { try RecordedAct(parsing: "admit session=\"\(text)\"") }
  #expect(throws: VerbError.self) { try RecordedAct(parsing: "hold by=\"\(text)\"") }
  #expect(
    try RecordedAct(parsing: "hold reason=\"\(text)\"") == .verb(.hold(reason: text), by: nil))
}
