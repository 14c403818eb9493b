import CLinux

/// The machine under the station.
public enum Machine {
  /// The clock on the wall is kept in step with a time server, so it can be trusted after a reboot.
  public static var isClockSynchronised: Bool { clock_is_synchronised() == 1 }

  /// Lets all threads share one heap. Of the many that the C library makes otherwise, each keeps
  /// the memory of the largest snapshot that its threads ever wrote.
  public static func shareOneHeap() { share_one_heap() }
}
