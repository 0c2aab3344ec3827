#ifndef DESKBELL_CLIBCRYPTO_SHIM_H
#define DESKBELL_CLIBCRYPTO_SHIM_H

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <stdint.h>

/* scrypt (RFC 7914). The parameter list has to outlive the derivation and holds pointers into itself, which is a job for
   C. Answers 1, or 0 when OpenSSL refuses: unknown algorithm, parameters out of bounds, memory above maximum_memory. */
static inline int deskbell_scrypt(const unsigned char *password, size_t password_count,
                                  const unsigned char *salt, size_t salt_count,
                                  uint64_t n, uint32_t r, uint32_t p, uint64_t maximum_memory,
                                  unsigned char *out, size_t out_count) {
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "SCRYPT", NULL);
    EVP_KDF_CTX *context = kdf == NULL ? NULL : EVP_KDF_CTX_new(kdf);
    int done = 0;
    if (context != NULL) {
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, (void *)password, password_count),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_count),
            OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
            OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
            OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
            OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &maximum_memory),
            OSSL_PARAM_construct_end(),
        };
        done = EVP_KDF_derive(context, out, out_count, parameters) == 1;
    }
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    return done;
}

#endif
