import InfusionCore

extension EventName {
  /// The journal's MESSAGE_ID of this kind of event (sd-id128(3)); it never changes.
  var messageID: String {
    switch self {
    case .alertRaised: "fa88e596e0bf422ab074eac972b0f68f"
    case .alertEscalated: "4cb552476e0041f9990b182d46f282f6"
    case .alertWorsened: "66edd4e711d44e668653bfb3a9f2d4a6"
    case .alertEased: "0232c7d583d84641ba2f6fb76dc518bd"
    case .alertAcknowledged: "8589868fbc8248f6a4b174730530adae"
    case .alertGoing: "64bb0c4a1fdb492da13a8aeb291dd04d"
    case .alertReminded: "6b785977d8d24945ae38a46b569f01aa"
    case .alertUnanswered: "3d6c982edcd44186a4e32fcb458725df"
    case .alertLatched: "bcd5dcb242974bf3ac2d94f9721e1845"
    case .alertReturned: "b57eb641b9b0441b946459556c1f33da"
    case .alertClosed: "04dec188bc1a4094ae39d8d2ddafed7f"
    case .sessionAdmitted: "41e3684a52b94820a7162af60b00136f"
    case .sessionMoved: "2b2bdfa206b8433eac13b524cf6e9cbb"
    case .monitorRebound: "4af9822b99a84a74a3e712e8f181e769"
    case .phaseChanged: "bf7e47385897458e82eda955b1351028"
    case .baselineSet: "17e8f2b9440940c9ba7bd1b549f1b513"
    case .limitChanged: "a1c65f03715f4ab99904a59f94cbc593"
    case .entryRecorded: "83c6c9b818634087976152565f373594"
    case .entryCorrected: "b9863821116d4a02b4ede27947fe53c0"
    case .verbUndone: "079411721d4a4683a7df22f9cccd2965"
    case .audioPaused: "9395c413a9234a7a9b0d7db1417eb903"
    case .audioResumed: "dd33f09585eb4c5ca848252102f08b32"
    case .alarmPaused: "89dd432973d14e00824612c920ed4b29"
    case .alarmResumed: "4105cd3616b346e78464b1ee922880ae"
    case .patientAway: "4c3adef575174746b0f90c81ad5d7c95"
    case .patientBack: "6aef816c014a45e699e16959887bdd59"
    case .patientUnhooked: "cdc6e3594afd41f09885053683a96989"
    case .handoverDone: "afb8bf329b93459aa16e90f0938af0a6"
    case .linkUp: "e011dd6bd6e7440db8e4f06a53941f30"
    case .linkDown: "666e79b3e8f64bfa9aae838d5eda3435"
    case .dayStarted: "59a4a9cc814f434ca85c8cb252b92e6e"
    case .dayEnded: "4c3060aee20344cca4f6e70df973aa6e"
    }
  }
}
