/* usage: timed FD CPUS COMMAND...

   Runs a command on the first CPUS processors (0: on all) and writes its milliseconds, peak memory in
   KiB and exit status to the descriptor FD. A program of its own, because the peak memory of a child
   counts what it was before it became the command: a copy of its parent, which is small here. */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **arguments) {
  if (count < 4) return 64;
  int cpus = atoi(arguments[2]), status;
  if (cpus > 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int i = 0; i < cpus; i++) CPU_SET(i, &set);
    sched_setaffinity(0, sizeof set, &set);
  }
  struct timespec before, after;
  struct rusage usage;
  clock_gettime(CLOCK_MONOTONIC, &before);
  pid_t child = vfork();
  if (child == 0) {
    execvp(arguments[3], arguments + 3);
    _exit(127);
  }
  wait4(child, &status, 0, &usage);
  clock_gettime(CLOCK_MONOTONIC, &after);
  double ms = (after.tv_sec - before.tv_sec) * 1e3 + (after.tv_nsec - before.tv_nsec) / 1e6;
  dprintf(atoi(arguments[1]), "%f %ld %d\n", ms, usage.ru_maxrss,
          WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return 0;
}
