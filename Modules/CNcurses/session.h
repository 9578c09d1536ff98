#pragma once
/* What has to happen inside signal handlers, where only a few calls are safe, and the descriptors
   around a session.

   The state is static, and without whole-module builds every Swift file that uses these functions
   gets its own copy of it: only Sources/Curses/Session.swift may call those that touch it. */
#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* Hidden without _GNU_SOURCE. */
extern int memfd_create(const char *name, unsigned int flags);

/* No state: callable from anywhere. */

static inline int cn_pipe(int ends[2]) {
  if (pipe(ends) == -1) return -1;
  for (int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  }
  return 0;
}

/* Columns and rows, or 0 where the terminal does not know. */
struct cn_size {
  int width, height;
};

static inline struct cn_size cn_window_size(int tty) {
  struct winsize size;
  if (ioctl(tty, TIOCGWINSZ, &size) == -1) return (struct cn_size){0, 0};
  return (struct cn_size){size.ws_col, size.ws_row};
}

/* Bytes waiting to be read, or -1. */
static inline int cn_waiting(int fd) {
  int count = 0;
  return ioctl(fd, FIONREAD, &count) == -1 ? -1 : count;
}

static const int cn_ready_tty = 1, cn_ready_pipe = 2, cn_ready_gone = 4, cn_ready_interrupted = 8;

/* Waits for either descriptor; a tty of -1 is not waited for. Returns bits of cn_ready_. */
static inline int cn_wait(int tty, int pipe, int milliseconds) {
  struct pollfd both[2] = {{.fd = tty, .events = POLLIN}, {.fd = pipe, .events = POLLIN}};
  if (poll(both, 2, milliseconds) == -1) {
    return errno == EINTR || errno == EAGAIN ? cn_ready_interrupted : cn_ready_gone;
  }
  int ready = 0;
  if (both[0].revents & POLLIN) ready |= cn_ready_tty;
  if (both[0].revents & (POLLHUP | POLLERR | POLLNVAL)) ready |= cn_ready_gone;
  if (both[1].revents) ready |= cn_ready_pipe;
  return ready;
}

/* The state of the one session. Each has an initial value: the importer drops definitions without. */

static const int cn_posted[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static const int cn_fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
enum { cn_posted_count = sizeof cn_posted / sizeof *cn_posted,
       cn_fatal_count = sizeof cn_fatal / sizeof *cn_fatal };

static struct sigaction cn_old_posted[cn_posted_count] = {0};
static struct sigaction cn_old_fatal[cn_fatal_count] = {0};
static int cn_tty = -1, cn_post_fd = -1, cn_real_stderr = -1, cn_captured = -1;
static struct termios cn_cooked = {0};
static int cn_has_cooked = 0;
static char cn_restore[512] = {0};
static size_t cn_restore_length = 0;
static volatile sig_atomic_t cn_crashed = 0;
static char cn_stack[1 << 16] = {0};

static void cn_on_posted(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write(cn_post_fd, &byte, 1);
  (void)ignored;
  errno = saved;
}

static void cn_write_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(fd, bytes, count);
    if (written == -1 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

/* Puts standard error back and writes what was caught there meanwhile. Safe in a handler. */
static void cn_release_stderr(void) {
  if (cn_captured == -1) return;
  int captured = cn_captured;
  cn_captured = -1;
  dup2(cn_real_stderr, STDERR_FILENO);
  char block[4096];
  off_t at = 0;
  for (;;) {
    ssize_t got = pread(captured, block, sizeof block, at);
    if (got == -1 && errno == EINTR) continue;
    if (got <= 0) break;
    cn_write_all(STDERR_FILENO, block, (size_t)got);
    at += got;
  }
  close(captured);
  close(cn_real_stderr);
  cn_real_stderr = -1;
}

/* A signal that was sent (kill, abort) does not repeat as a fault does: the previous handler is
   called by sending it again, and when that returns, the default action ends the process. */
static void cn_end_by(int number) {
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(number);
  signal(number, SIG_DFL);
  raise(number);
}

/* The screen first, then the previous handler, which is Swift's backtracer: a real fault repeats
   when this returns. */
static void cn_on_fatal(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  if (!cn_crashed) {
    cn_crashed = 1;
    cn_write_all(cn_tty, cn_restore, cn_restore_length);
    if (cn_has_cooked) tcsetattr(cn_tty, TCSANOW, &cn_cooked);
    cn_release_stderr();
  }
  for (int i = 0; i < cn_fatal_count; i++) {
    if (cn_fatal[i] == number) sigaction(number, &cn_old_fatal[i], NULL);
  }
  if (info->si_code <= 0) cn_end_by(number);
  errno = saved;
}

/* A signal that our parent had ignored (nohup) stays ignored. */
static inline void cn_install_posted(void) {
  for (int i = 0; i < cn_posted_count; i++) {
    struct sigaction action = {.sa_handler = cn_on_posted};
    sigemptyset(&action.sa_mask);
    sigaction(cn_posted[i], NULL, &cn_old_posted[i]);
    int ignored = cn_old_posted[i].sa_handler == SIG_IGN;
    if (!ignored || cn_posted[i] == SIGWINCH || cn_posted[i] == SIGCONT) {
      sigaction(cn_posted[i], &action, NULL);
    }
  }
}

static inline void cn_install_fatal(void) {
  stack_t stack;
  if (sigaltstack(NULL, &stack) == 0 && stack.ss_flags & SS_DISABLE) {
    stack = (stack_t){.ss_sp = cn_stack, .ss_size = sizeof cn_stack};
    sigaltstack(&stack, NULL);
  }
  for (int i = 0; i < cn_fatal_count; i++) {
    struct sigaction action = {.sa_sigaction = cn_on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaction(cn_fatal[i], &action, &cn_old_fatal[i]);
  }
}

/* Before newterm: it leaves handlers alone that are there already. */
static inline void cn_begin(int tty, int post_fd, const char *restore, size_t length) {
  cn_tty = tty;
  cn_post_fd = post_fd;
  cn_crashed = 0;
  cn_has_cooked = tcgetattr(tty, &cn_cooked) == 0;
  cn_restore_length = length < sizeof cn_restore ? length : 0;
  memcpy(cn_restore, restore, cn_restore_length);
  cn_install_posted();
  cn_install_fatal();
  /* A parent may have blocked what we have to hear. */
  sigset_t heard;
  sigemptyset(&heard);
  for (int i = 0; i < cn_posted_count; i++) sigaddset(&heard, cn_posted[i]);
  pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
}

/* Standard error is caught only where it would land on the screen. */
static inline void cn_capture_stderr(void) {
  if (cn_captured != -1 || !isatty(STDERR_FILENO)) return;
  int memory = memfd_create("stderr", MFD_CLOEXEC);
  if (memory == -1) return;
  cn_real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (cn_real_stderr == -1 || dup2(memory, STDERR_FILENO) == -1) {
    close(memory);
    return;
  }
  cn_captured = memory;
}

static inline void cn_remove_posted(void) {
  for (int i = 0; i < cn_posted_count; i++) sigaction(cn_posted[i], &cn_old_posted[i], NULL);
}

static inline void cn_finish(void) {
  for (int i = 0; i < cn_fatal_count; i++) sigaction(cn_fatal[i], &cn_old_fatal[i], NULL);
  cn_remove_posted();
  if (cn_has_cooked) tcsetattr(cn_tty, TCSANOW, &cn_cooked);
  cn_release_stderr();
  cn_tty = -1;
  cn_post_fd = -1;
}

/* Writes the bytes to the terminal, past ncurses. */
static inline void cn_send(const char *bytes, size_t count) { cn_write_all(cn_tty, bytes, count); }

/* Stops this process, or all of the foreground job as the terminal's own ^Z does, and returns once
   it is continued. Meanwhile signals do what they did before the session: the terminal is back to
   normal already, and a stopped job that is killed must end without touching it. */
static inline void cn_stop(int whole_job) {
  cn_remove_posted();
  cn_release_stderr();
  if (whole_job) {
    kill(0, SIGTSTP);
  } else {
    raise(SIGTSTP);
  }
  cn_capture_stderr();
  cn_install_posted();
}
