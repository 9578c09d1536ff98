#pragma once
/* What has to happen inside signal handlers, where only a few calls are safe, and the descriptors
   around a session. The state lives in CSession.c, once in a process. */
#include <stddef.h>

/* Columns and rows, or 0 where the terminal does not know. */
struct cn_size {
  int width, height;
};

int cn_pipe(int ends[2]);
struct cn_size cn_window_size(int tty);

/* Bytes waiting to be read, or -1. */
int cn_waiting(int fd);

static const int cn_ready_tty = 1, cn_ready_pipe = 2, cn_ready_gone = 4, cn_ready_interrupted = 8;

/* Waits for either descriptor; a tty of -1 is not waited for. Returns bits of cn_ready_. */
int cn_wait(int tty, int pipe, int milliseconds);

/* Before newterm: it leaves handlers alone that are there already. */
void cn_begin(int tty, int post_fd, const char *restore, size_t length);

/* Standard error is caught only where it would land on the screen. */
void cn_capture_stderr(void);
void cn_finish(void);

/* Writes the bytes to the terminal, past ncurses. */
void cn_send(const char *bytes, size_t count);

/* Stops this process, or all of the foreground job as the terminal's own ^Z does, and returns once
   it is continued. */
void cn_stop(int whole_job);
