import Glibc

/// Starts a program with its output going to files, waits for its end and returns its status.
///
/// Foundation's `Process` keeps descriptors for good on Linux, and a run of the tests starts more
/// programs than a process may have descriptors.
func spawn(
  _ path: String, _ arguments: [String], environment: [String: String], output: String,
  errors: String
) throws -> Int32 {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
  unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
  unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)
  var attributes = posix_spawnattr_t()
  unsafe posix_spawnattr_init(&attributes)
  defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
  // Threads of a pool block signals; the time limit needs them.
  var mask = sigset_t()
  unsafe sigemptyset(&mask)
  unsafe posix_spawnattr_setsigmask(&attributes, &mask)
  unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
  let words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
  let variables = unsafe environment.map { unsafe strdup("\($0)=\($1)") } + [nil]
  defer { unsafe (words + variables).forEach { unsafe free($0) } }
  var pid: pid_t = 0
  let failure = unsafe posix_spawn(&pid, path, &actions, &attributes, words, variables)
  guard failure == 0 else {
    throw CommandFailure(description: "\(path) cannot be started: error \(failure)")
  }
  var status: Int32 = 0
  while unsafe waitpid(pid, &status, 0) == -1 {
    guard errno == EINTR else {
      throw CommandFailure(description: "\(path) cannot be waited for: error \(errno)")
    }
  }
  // A program that a signal ended has the status that a shell gives it.
  let signal = status & 0x7f
  return signal == 0 ? status >> 8 & 0xff : 128 + signal
}
