import CModbus
import Glibc

/// A descriptor below 1024 that one link owns for life.
///
/// libmodbus waits with select(), which ends the process on a descriptor of 1024 or more. So a link
/// takes a low number when it starts, parks it on /dev/null, and puts each connection onto it.
struct LowDescriptor: ~Copyable {
  /// The number that libmodbus is given.
  let number: Int32
  private let parking: Int32

  /// Takes the lowest free number.
  init() throws(LinkError) {
    let number = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard number >= 0 else { throw .system("open /dev/null", errorNumber: errno) }
    guard number < Int32(modbus_most_descriptors) else {
      close(number)
      throw .noLowDescriptor
    }
    let parking = fcntl(number, F_DUPFD_CLOEXEC, Int32(modbus_most_descriptors))
    let anywhere = parking >= 0 ? parking : fcntl(number, F_DUPFD_CLOEXEC, 0)
    guard anywhere >= 0 else {
      let error = errno
      close(number)
      throw .system("dup of /dev/null", errorNumber: error)
    }
    self.number = number
    self.parking = anywhere
  }

  deinit {
    close(number)
    close(parking)
  }

  /// Puts a connection onto the number and closes the one that it came on; false if that fails.
  func take(_ descriptor: Int32) -> Bool {
    defer { close(descriptor) }
    return put(descriptor)
  }

  /// Ends the connection; the number stays the link's own.
  func park() { _ = put(parking) }

  private func put(_ descriptor: Int32) -> Bool {
    dup2(descriptor, number) == number && fcntl(number, F_SETFD, FD_CLOEXEC) == 0
  }
}

/// Wakes a thread that waits on the connection of a link.
func shutdownConnection(of descriptor: Int32) { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
