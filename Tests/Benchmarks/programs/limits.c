/* What the machine allows: reads, decoders and ciphers with nothing around them. Prints milliseconds.

   usage: limits noise BYTES                       bytes to standard output, always the same
          limits pread PIECE FILE [FROM LENGTH]    reads a part of a file in pieces
          limits runs PIECE LIST FILE...           reads "FILE-NUMBER OFFSET LENGTH" of LIST
          limits offsets SIZE FILE LIST            reads SIZE bytes at each
          limits deflate|zstd THREADS FILE LIST    decodes the "OFFSET LENGTH" of LIST, read before
          limits xts BYTES                         AES-256-XTS over sectors of 512 bytes
          limits sha256 BYTES                      SHA-256 of zeros */
#define _GNU_SOURCE
#include <fcntl.h>
#include <gcrypt.h>
#include <libdeflate.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

enum { cluster = 1 << 16 };


static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int noise(long bytes) {
  static uint64_t block[1 << 14];
  uint64_t state = 0x9e3779b97f4a7c15;
  while (bytes > 0) {
    for (size_t i = 0; i < sizeof block / 8; i++) {
      state ^= state << 13, state ^= state >> 7, state ^= state << 17;
      block[i] = state;
    }
    long count = bytes < (long)sizeof block ? bytes : (long)sizeof block;
    if (write(1, block, count) != count) return 1;
    bytes -= count;
  }
  return 0;
}

static int read_range(int file, char *buffer, long piece, long from, long length) {
  while (length > 0) {
    long got = pread(file, buffer, length < piece ? length : piece, from);
    if (got <= 0) return 1;
    from += got, length -= got;
  }
  return 0;
}

static int preads(long piece, char **arguments, int count) {
  int file = open(arguments[0], O_RDONLY);
  struct stat status;
  if (fstat(file, &status)) return 1;
  long from = count > 1 ? atol(arguments[1]) : 0;
  long length = count > 2 ? atol(arguments[2]) : status.st_size - from;
  char *buffer = aligned_alloc(4096, piece);
  memset(buffer, 0, piece);
  double start = now();
  if (read_range(file, buffer, piece, from, length)) return 1;
  printf("%f\n", now() - start);
  return 0;
}

struct run { long file, offset, length; };

/* Reads lines of numbers; `wide` is how many a line has, the last ones of a run. */
static struct run *runs(FILE *source, int wide, size_t *count) {
  size_t room = 1024;
  struct run *list = malloc(room * sizeof *list), one = {0, 0, 0};
  *count = 0;
  while ((wide < 3 || fscanf(source, "%ld", &one.file) == 1) &&
         fscanf(source, "%ld", &one.offset) == 1 &&
         (wide < 2 || fscanf(source, "%ld", &one.length) == 1)) {
    if (*count == room) list = realloc(list, (room *= 2) * sizeof *list);
    list[(*count)++] = one;
  }
  return list;
}

static int read_runs(long piece, const char *places, char **names, int files) {
  int open_files[64];
  size_t count;
  struct run *list = runs(fopen(places, "r"), 3, &count);
  for (int i = 0; i < files && i < 64; i++) open_files[i] = open(names[i], O_RDONLY);
  char *buffer = aligned_alloc(4096, piece);
  memset(buffer, 0, piece);
  double start = now();
  for (size_t i = 0; i < count; i++)
    if (read_range(open_files[list[i].file], buffer, piece, list[i].offset, list[i].length)) return 1;
  printf("%f\n", now() - start);
  return 0;
}

static int read_offsets(long size, const char *name, const char *places) {
  size_t count;
  struct run *list = runs(fopen(places, "r"), 1, &count);
  int file = open(name, O_RDONLY);
  char *buffer = aligned_alloc(4096, size < 4096 ? 4096 : size);
  double start = now();
  for (size_t i = 0; i < count; i++)
    if (pread(file, buffer, size, list[i].offset) != size) return 1;
  printf("%f\n", now() - start);
  return 0;
}

static struct run *streams;
static size_t stream_count;
static char **stream_bytes;
static atomic_size_t next_stream;
static int is_zstd;

static void *decode(void *unused) {
  struct libdeflate_decompressor *deflate = libdeflate_alloc_decompressor();
  ZSTD_DCtx *zstd = ZSTD_createDCtx();
  char *buffer = aligned_alloc(4096, cluster);
  for (size_t i; (i = atomic_fetch_add(&next_stream, 1)) < stream_count;) {
    size_t got = 0;
    if (is_zstd) {
      /* The end of a stream is not known, only that of its last sector. */
      ZSTD_inBuffer in = {stream_bytes[i], streams[i].length, 0};
      ZSTD_outBuffer out = {buffer, cluster, 0};
      ZSTD_DCtx_reset(zstd, ZSTD_reset_session_only);
      while (out.pos < cluster && in.pos < in.size)
        if (ZSTD_isError(ZSTD_decompressStream(zstd, &out, &in))) break;
      got = out.pos;
    } else {
      libdeflate_deflate_decompress_ex(deflate, stream_bytes[i], streams[i].length, buffer, cluster,
                                       NULL, &got);
    }
    if (got != cluster) {
      fprintf(stderr, "stream %zu gives %zu bytes\n", i, got);
      exit(1);
    }
  }
  return unused;
}

static int decode_all(int threads, const char *name, const char *list) {
  streams = runs(fopen(list, "r"), 2, &stream_count);
  int file = open(name, O_RDONLY);
  stream_bytes = malloc(stream_count * sizeof *stream_bytes);
  for (size_t i = 0; i < stream_count; i++) {
    stream_bytes[i] = malloc(streams[i].length);
    streams[i].length = pread(file, stream_bytes[i], streams[i].length, streams[i].offset);
  }
  pthread_t others[64];
  double start = now();
  for (int i = 1; i < threads && i < 64; i++) pthread_create(&others[i], NULL, decode, NULL);
  decode(NULL);
  for (int i = 1; i < threads && i < 64; i++) pthread_join(others[i], NULL);
  printf("%f\n", now() - start);
  return 0;
}

static int xts(long size) {
  enum { sector = 512 };
  gcry_check_version(NULL);
  gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
  unsigned char key[64], *data = aligned_alloc(4096, size);
  for (int i = 0; i < 64; i++) key[i] = i;
  for (long i = 0; i < size; i++) data[i] = i;
  gcry_cipher_hd_t cipher;
  gcry_cipher_open(&cipher, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_XTS, 0);
  gcry_cipher_setkey(cipher, key, 64);
  double start = now();
  for (long at = 0; at < size; at += sector) {
    unsigned char iv[16] = {0};
    for (int i = 0; i < 4; i++) iv[i] = (at / sector) >> (8 * i);
    gcry_cipher_setiv(cipher, iv, 16);
    gcry_cipher_decrypt(cipher, data + at, sector, NULL, 0);
  }
  printf("%f\n", now() - start);
  return 0;
}

static int sha256(long size) {
  static const unsigned char zeros[1 << 14];
  gcry_check_version(NULL);
  gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
  gcry_md_hd_t hash;
  gcry_md_open(&hash, GCRY_MD_SHA256, 0);
  double start = now();
  for (long at = 0; at < size; at += sizeof zeros) gcry_md_write(hash, zeros, sizeof zeros);
  gcry_md_read(hash, GCRY_MD_SHA256);
  printf("%f\n", now() - start);
  return 0;
}

int main(int count, char **arguments) {
  if (count < 3) return 64;
  const char *what = arguments[1];
  long number = atol(arguments[2]);
  if (!strcmp(what, "noise")) return noise(number);
  if (!strcmp(what, "xts")) return xts(number);
  if (!strcmp(what, "sha256")) return sha256(number);
  if (count < 4) return 64;
  if (!strcmp(what, "pread")) return preads(number, arguments + 3, count - 3);
  if (count < 5) return 64;
  if (!strcmp(what, "runs")) return read_runs(number, arguments[3], arguments + 4, count - 4);
  if (!strcmp(what, "offsets")) return read_offsets(number, arguments[3], arguments[4]);
  is_zstd = !strcmp(what, "zstd");
  return decode_all((int)number, arguments[3], arguments[4]);
}
