#pragma once
#include <nettle/cbc.h>
#include <nettle/ctr.h>
#include <nettle/twofish.h>
#include <nettle/xts.h>

/* The context is a struct of large arrays, which Swift would see as tuples of a thousand numbers;
   callers hold it as bytes of this size. The modes take functions of any cipher, whose types only C
   can convert. */
static inline size_t cn_twofish_size(void) { return sizeof(struct twofish_ctx); }

static inline void cn_twofish_set_key(void *context, const uint8_t *key, size_t length) {
  twofish_set_key((struct twofish_ctx *)context, length, key);
}

static inline void cn_twofish_decrypt_ecb(const void *context, size_t length, uint8_t *data) {
  twofish_decrypt((const struct twofish_ctx *)context, length, data, data);
}

static inline void cn_twofish_decrypt_cbc(
    const void *context, uint8_t *iv, size_t length, uint8_t *data) {
  cbc_decrypt(context, (nettle_cipher_func *)twofish_decrypt, 16, iv, length, data, data);
}

static inline void cn_twofish_decrypt_ctr(
    const void *context, uint8_t *counter, size_t length, uint8_t *data) {
  ctr_crypt(context, (nettle_cipher_func *)twofish_encrypt, 16, counter, length, data, data);
}

static inline void cn_twofish_decrypt_xts(
    const void *context, const void *tweak_context, const uint8_t *tweak, size_t length,
    uint8_t *data) {
  xts_decrypt_message(
      context, tweak_context, (nettle_cipher_func *)twofish_decrypt,
      (nettle_cipher_func *)twofish_encrypt, tweak, length, data, data);
}
