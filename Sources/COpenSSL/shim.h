#pragma once
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdbool.h>
#include <stddef.h>

/// HMAC-SHA256 of some bytes under a key, into 32 bytes; false where OpenSSL gives none.
static inline bool hmac_sha256(
    const unsigned char *key, int key_count, const unsigned char *bytes, size_t count, unsigned char *digest
) {
    unsigned int written = 0;
    return HMAC(EVP_sha256(), key, key_count, bytes, count, digest, &written) != NULL && written == 32;
}

/// SHA-256 of some bytes, into 32 bytes; false where OpenSSL gives none.
static inline bool sha256_digest(const unsigned char *bytes, size_t count, unsigned char *digest) {
    unsigned int written = 0;
    return EVP_Digest(bytes, count, digest, &written, EVP_sha256(), NULL) == 1 && written == 32;
}
