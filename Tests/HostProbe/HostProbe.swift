import Glibc
import Host

/// A service in miniature: does what its arguments say, in order, and prints what it saw.
///
/// It exists because sockets, credentials and the watchdog are given to a process at its birth.
@main enum HostProbe {
  static func main() {
    for argument in CommandLine.arguments.dropFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.count == 2 ? parts[1] : ""
      switch parts.first {
      case "sockets": tellSockets()
      case "watchdog":
        print("watchdog \(ServiceManager.watchdogInterval.map { "\($0)" } ?? "never")")
      case "credential": tellCredential(value)
      case "ready": print("told \(ServiceManager.tell(.ready))")
      case "status": print("told \(ServiceManager.tell(.ready, .status(value)))")
      case "reloading": print("told \(ServiceManager.tell(.reloading))")
      case "present": print("present \(ServiceManager.isPresent)")
      default: print("no such thing: \(argument)")
      }
    }
  }

  private static func tellSockets() {
    do {
      for socket in try PassedSocket.takeAll() {
        let isInherited = fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC == 0
        print(
          "socket \(socket.descriptor) \(socket.name) \(socket.address)"
            + (socket.isLocal ? " local" : "") + (isInherited ? " inherited" : ""))
      }
      print("then \(try PassedSocket.takeAll().count)")
    } catch {
      print("refused: \(error)")
    }
  }

  private static func tellCredential(_ name: String) {
    do {
      let bytes = try Credentials.read(name)
      print("credential \(bytes.map { String(decoding: $0.prefix(40), as: UTF8.self) } ?? "none")")
    } catch {
      print("refused: \(error)")
    }
  }
}
