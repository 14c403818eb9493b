import Testing

@Suite struct RandomRecordingTests {
  @Test func `a seed gives the same recording twice`() {
    #expect(RandomRecording.make(seed: 7).rows == RandomRecording.make(seed: 7).rows)
    #expect(RandomRecording.make(seed: 7).rows != RandomRecording.make(seed: 8).rows)
  }

  @Test func `a recording read back is the same recording`() {
    for seed in 0..<UInt64(20) {
      let recording = RandomRecording.make(seed: seed)
      #expect(ModelRecording(csv: recording.csv)?.rows == recording.rows)
    }
  }
}
