#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Sixteen bytes at once. Here and not in Swift because only C spells "is any of them set" so that it
   becomes one instruction, and memmem knows no masks. */
typedef uint8_t cs_bytes __attribute__((vector_size(16)));

static inline cs_bytes cs_load(const uint8_t *from) {
  cs_bytes bytes;
  memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

static inline int cs_any(cs_bytes bytes) {
  uint64_t words[2];
  memcpy(words, &bytes, sizeof words);
  return (words[0] | words[1]) != 0;
}

/* Where the first match begins, or `starts` where none does: `bytes` & `masks` equals `values` for
   `count` bytes. Looks at starts from 0 to `starts`; `bytes` has `count` - 1 more of them. Of the
   pattern, the bytes at `one` and `two` are looked for, and the rest compared where both are. */
static inline size_t cs_find(const uint8_t *bytes, size_t starts, const uint8_t *values,
                             const uint8_t *masks, size_t count, size_t one, size_t two) {
  const cs_bytes value_one = (cs_bytes){0} + values[one], mask_one = (cs_bytes){0} + masks[one];
  const cs_bytes value_two = (cs_bytes){0} + values[two], mask_two = (cs_bytes){0} + masks[two];
  size_t place = 0;
  while (place < starts) {
    size_t end = starts;
    if (starts - place >= 32) {
      const uint8_t *left = bytes + place + one, *right = bytes + place + two;
      cs_bytes low = (cs_bytes)((cs_load(left) & mask_one) == value_one) &
                     (cs_bytes)((cs_load(right) & mask_two) == value_two);
      cs_bytes high = (cs_bytes)((cs_load(left + 16) & mask_one) == value_one) &
                      (cs_bytes)((cs_load(right + 16) & mask_two) == value_two);
      end = place + 32;
      if (!cs_any(low | high)) {
        place = end;
        continue;
      }
    }
    for (; place < end; place++) {
      if ((bytes[place + one] & masks[one]) != values[one]) continue;
      size_t index = 0;
      while (index < count && (bytes[place + index] & masks[index]) == values[index]) index++;
      if (index == count) return place;
    }
  }
  return starts;
}
