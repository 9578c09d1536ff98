#pragma once
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/stat.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of the kernel's interface. The headers show it under _GNU_SOURCE only, which would also give
   fd_set another shape than Dispatch's module has, and the two could not be used together. */
#ifndef F_OFD_GETLK
#define F_OFD_GETLK 36
#endif

/* ioctl is variadic, so Swift cannot call it. */
static inline int cl_block_device_size(int fd, uint64_t *bytes) {
  return ioctl(fd, BLKGETSIZE64, bytes);
}

/* Zeros a range of a block device, by its own means where it has any; -1 with errno set. */
static inline int cl_zero_device_range(int fd, uint64_t offset, uint64_t count) {
  uint64_t range[2] = {offset, count};
  return ioctl(fd, BLKZEROOUT, range);
}

/* Lets a range of a file share the blocks of another one's, where the file system can; -1 with errno. */
static inline int cl_clone_range(int to, uint64_t at, int from, uint64_t offset, uint64_t count) {
  struct file_clone_range range = {
      .src_fd = from, .src_offset = offset, .src_length = count, .dest_offset = at};
  return ioctl(to, FICLONERANGE, &range);
}

/* Whether another open file description holds a lock that a write lock on one byte would meet:
   1 yes, 0 no, -1 with errno set. Takes no lock. fcntl is variadic too. */
static inline int cl_byte_is_locked(int fd, int64_t offset) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = offset, .l_len = 1};
  if (fcntl(fd, F_OFD_GETLK, &lock) == -1) return -1;
  return lock.l_type == F_UNLCK ? 0 : 1;
}

/* Of unistd.h, which shows it under _GNU_SOURCE only. */
#ifndef SEEK_DATA
#define SEEK_DATA 3
#define SEEK_HOLE 4
#endif

/* Where the next byte that is kept lies, or the next that is not; -1 with errno set. */
static inline int64_t cl_next_data(int fd, int64_t offset) { return lseek(fd, offset, SEEK_DATA); }
static inline int64_t cl_next_hole(int fd, int64_t offset) { return lseek(fd, offset, SEEK_HOLE); }

/* When the file at a path was made, in nanoseconds since 1970; 0 where that is not known. */
static inline uint64_t cl_birth_time(const char *path) {
  struct statx status;
  long done = syscall(SYS_statx, AT_FDCWD, path, 0, STATX_BTIME, &status);
  if (done != 0 || !(status.stx_mask & STATX_BTIME)) return 0;
  return (uint64_t)status.stx_btime.tv_sec * 1000000000u + status.stx_btime.tv_nsec;
}
