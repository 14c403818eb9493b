/// The word that opens a verb, as the board, the shell and a recording write it.
public enum VerbName: String, CaseIterable, Sendable {
  case admit
  case baseline
  case start
  case hold
  case resume = "continue"
  case stop
  case discharge
  case cancel
  case transfer
  case move
  case rebind
  case entry
  case correct
  case limit
  case acknowledge = "ack"
  case going
  case audioPause = "audio-pause"
  case audioResume = "audio-resume"
  case alarmPause = "alarm-pause"
  case alarmResume = "alarm-resume"
  case away
  case back
  case unhook
  case handover
  case undo
  case emergency
  case startOfDay = "start-of-day"
  case endOfDay = "end-of-day"
}

/// The word that opens a machine event in a recording.
public enum MachineEventName: String, CaseIterable, Sendable {
  case linkDown = "link.down"
  case linkUp = "link.up"
  case linkGarbled = "link.garbled"
  case linkClear = "link.clear"
  case frozen
  case moving
  case identity
  case identityOK = "identity.ok"
  case cuffFailed = "cuff.failed"
  case cuffInflating = "cuff.inflating"
  case call
}
