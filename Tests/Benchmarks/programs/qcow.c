/* Reads a whole disk with libqcow, a mebibyte at a time. usage: qcow IMAGE */
#include <libqcow.h>
#include <stdlib.h>

int main(int count, char **arguments) {
  enum { piece = 1 << 20 };
  if (count < 2) return 64;
  libqcow_file_t *file = NULL;
  if (libqcow_file_initialize(&file, NULL) != 1) return 1;
  if (libqcow_file_open(file, arguments[1], LIBQCOW_OPEN_READ, NULL) != 1) return 1;
  void *buffer = aligned_alloc(4096, piece);
  ssize_t got;
  while ((got = libqcow_file_read_buffer(file, buffer, piece, NULL)) > 0)
    ;
  return got < 0;
}
