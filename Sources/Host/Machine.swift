import CLinux
import Glibc

/// The machine under the station.
public enum Machine {
  /// The clock on the wall is kept in step with a time server, so it can be trusted after a reboot:
  /// the kernel says so, or systemd-timesyncd where the kernel may not be asked.
  public static var isClockSynchronised: Bool {
    clock_is_synchronised() == 1 || access(timesyncdMark, F_OK) == 0
  }
  /// There once the clock was set since the boot (systemd-timesyncd.service(8)).
  private static let timesyncdMark = "/run/systemd/timesync/synchronized"

  /// Lets all threads share one heap. Of the many that the C library makes otherwise, each keeps
  /// the memory of the largest snapshot that its threads ever wrote.
  public static func shareOneHeap() { share_one_heap() }
}
