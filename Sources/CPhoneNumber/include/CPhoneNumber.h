#ifndef DESKBELL_CPHONENUMBER_H
#define DESKBELL_CPHONENUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Google's libphonenumber behind a C header. No function lets a C++ exception out, none keeps a pointer it was given,
   all may be called from any thread. Regions are two upper-case letters (ISO 3166-1 alpha-2) and a NUL. */

#ifdef __cplusplus
extern "C" {
#endif

/* How the length of a number fits its country. */
typedef enum __attribute__((enum_extensibility(closed))) {
    CPNVerdictPossible,
    CPNVerdictNotANumber,
    CPNVerdictUnknownCountry,
    CPNVerdictTooShort,
    CPNVerdictTooLong,
    CPNVerdictWrongLength,
    CPNVerdictFailed, /* an exception was caught, for instance out of memory */
} CPNVerdict;

/* What a number is for; CPNKindUnknown when its country's plan of 2022 has no such number. */
typedef enum __attribute__((enum_extensibility(closed))) {
    CPNKindUnknown,
    CPNKindFixedOrMobile,
    CPNKindTollFree,
    CPNKindPremium,
    CPNKindSharedCost,
    CPNKindVoip,
    CPNKindPersonal,
    CPNKindPager,
    CPNKindCompany,
    CPNKindVoicemail,
} CPNKind;

typedef struct {
    CPNVerdict verdict;
    int32_t calling_code; /* 0 when not known */
    char main_region[4];  /* of the calling code: "US" for 1 */
    char e164[32];        /* "" unless it fits E.164: "+" and at most 15 digits */
    char national[32];    /* national significant number: digits only */
} CPNNumber;

typedef struct {
    CPNKind kind;
    char region[4]; /* "" when not known, "001" when it belongs to no country */
} CPNClass;

/* Reads digits, with or without a leading "+", as they are dialled in `region`. The answer is out->verdict. */
void cpn_read(const char *text, size_t length, const char *region, CPNNumber *out);

/* What the number is for and where; apart from reading because it takes twice as long. */
void cpn_classify(const char *e164, size_t length, CPNClass *out);

/* "+1 415-867-5309". Answers the bytes written (no NUL), 0 when the number cannot be read or does not fit. */
size_t cpn_international(const char *e164, size_t length, char *out, size_t capacity);

/* A made-up number of the region, "(201) 555-0123" or with `international` "+1 201-555-0123"; 0 as above. */
size_t cpn_example(const char *region, bool international, char *out, size_t capacity);

/* True for exactly an emergency number of the region: "911", "112". */
bool cpn_is_emergency(const char *digits, size_t length, const char *region);

/* True when the first three national digits are those of the region's example of that kind. */
bool cpn_resembles(const char *national, size_t length, const char *region, CPNKind kind);

/* True when one of the regions that share the calling code is `region`: 1 and "CA". */
bool cpn_shares_calling_code(int32_t calling_code, const char *region);

#ifdef __cplusplus
}
#endif

#endif
