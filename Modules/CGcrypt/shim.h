#pragma once
#include <gcrypt.h>

/* Sets the library up, once per process; 0 where it is older than its XTS mode. gcry_control is
   variadic, so Swift cannot call it. A program that has set the library up itself is left alone.
   Its secure memory stays off: that is a pool of 16 KiB for callers who ask for it, and we wipe
   our own; handles wipe what they hold when they are closed. */
static inline int cg_initialize(void) {
  if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P)) return 1;
  if (!gcry_check_version("1.8.0")) return 0;
  gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
  gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
  return 1;
}
