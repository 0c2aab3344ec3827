#include "CPhoneNumber.h"

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

#include <cstring>
#include <list>
#include <string>

namespace {

using i18n::phonenumbers::NullLogger;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;

// The library would print numbers it cannot read on standard output, and those are personal data.
PhoneNumberUtil *quiet_util() {
    PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    util->SetLogger(new NullLogger());
    return util;
}

const PhoneNumberUtil &util() {
    static const PhoneNumberUtil *instance = quiet_util();
    return *instance;
}

// Kept for ever: it parses its own metadata when made.
const ShortNumberInfo &short_numbers() {
    util();
    static const ShortNumberInfo *instance = new ShortNumberInfo();
    return *instance;
}

size_t copy(const std::string &text, char *out, size_t capacity) {
    if (text.size() > capacity) return 0;
    std::memcpy(out, text.data(), text.size());
    return text.size();
}

template <size_t capacity>
void copy_terminated(const std::string &text, char (&out)[capacity]) {
    out[copy(text, out, capacity - 1)] = '\0';
}

CPNVerdict verdict(PhoneNumberUtil::ErrorType error) {
    switch (error) {
        case PhoneNumberUtil::NO_PARSING_ERROR: return CPNVerdictPossible;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return CPNVerdictUnknownCountry;
        case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
        case PhoneNumberUtil::TOO_SHORT_NSN: return CPNVerdictTooShort;
        case PhoneNumberUtil::TOO_LONG_NSN: return CPNVerdictTooLong;
        case PhoneNumberUtil::NOT_A_NUMBER: break;
    }
    return CPNVerdictNotANumber;
}

CPNVerdict verdict(PhoneNumberUtil::ValidationResult result) {
    switch (result) {
        case PhoneNumberUtil::IS_POSSIBLE: return CPNVerdictPossible;
        case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
        case PhoneNumberUtil::TOO_SHORT: return CPNVerdictTooShort;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE: return CPNVerdictUnknownCountry;
        case PhoneNumberUtil::TOO_LONG: return CPNVerdictTooLong;
        case PhoneNumberUtil::INVALID_LENGTH: break;
    }
    return CPNVerdictWrongLength;
}

CPNKind kind(PhoneNumberUtil::PhoneNumberType type) {
    switch (type) {
        case PhoneNumberUtil::FIXED_LINE:
        case PhoneNumberUtil::MOBILE:
        case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: return CPNKindFixedOrMobile;
        case PhoneNumberUtil::TOLL_FREE: return CPNKindTollFree;
        case PhoneNumberUtil::PREMIUM_RATE: return CPNKindPremium;
        case PhoneNumberUtil::SHARED_COST: return CPNKindSharedCost;
        case PhoneNumberUtil::VOIP: return CPNKindVoip;
        case PhoneNumberUtil::PERSONAL_NUMBER: return CPNKindPersonal;
        case PhoneNumberUtil::PAGER: return CPNKindPager;
        case PhoneNumberUtil::UAN: return CPNKindCompany;
        case PhoneNumberUtil::VOICEMAIL: return CPNKindVoicemail;
        case PhoneNumberUtil::UNKNOWN: break;
    }
    return CPNKindUnknown;
}

PhoneNumberUtil::PhoneNumberType type(CPNKind kind) {
    switch (kind) {
        case CPNKindFixedOrMobile: return PhoneNumberUtil::FIXED_LINE;
        case CPNKindTollFree: return PhoneNumberUtil::TOLL_FREE;
        case CPNKindPremium: return PhoneNumberUtil::PREMIUM_RATE;
        case CPNKindSharedCost: return PhoneNumberUtil::SHARED_COST;
        case CPNKindVoip: return PhoneNumberUtil::VOIP;
        case CPNKindPersonal: return PhoneNumberUtil::PERSONAL_NUMBER;
        case CPNKindPager: return PhoneNumberUtil::PAGER;
        case CPNKindCompany: return PhoneNumberUtil::UAN;
        case CPNKindVoicemail: return PhoneNumberUtil::VOICEMAIL;
        case CPNKindUnknown: break;
    }
    return PhoneNumberUtil::UNKNOWN;
}

// Benin's numbers grew from 8 to 10 digits in 2024, all beginning with 01; the metadata is older.
bool is_new_number_of_benin(const CPNNumber &number) {
    const std::string national = number.national;
    return number.calling_code == 229 && national.size() == 10 && national.compare(0, 2, "01") == 0;
}

std::string known(const std::string &region) { return region == "ZZ" ? std::string() : region; }

void describe(const PhoneNumber &number, CPNNumber *out) {
    std::string e164, national, main_region;
    util().Format(number, PhoneNumberUtil::E164, &e164);
    util().GetNationalSignificantNumber(number, &national);
    util().GetRegionCodeForCountryCode(number.country_code(), &main_region);
    out->calling_code = number.country_code();
    copy_terminated(known(main_region), out->main_region);
    copy_terminated(national, out->national);
    if (e164.size() <= 16) copy_terminated(e164, out->e164);
}

bool parse(const char *e164, size_t length, PhoneNumber *number) {
    return util().Parse(std::string(e164, length), "ZZ", number) == PhoneNumberUtil::NO_PARSING_ERROR;
}

size_t format(const PhoneNumber &number, bool international, char *out, size_t capacity) {
    std::string text;
    util().Format(number, international ? PhoneNumberUtil::INTERNATIONAL : PhoneNumberUtil::NATIONAL, &text);
    return copy(text, out, capacity);
}

}  // namespace

void cpn_read(const char *text, size_t length, const char *region, CPNNumber *out) {
    std::memset(out, 0, sizeof *out);
    out->verdict = CPNVerdictFailed;
    try {
        PhoneNumber number;
        const CPNVerdict parsed = verdict(util().Parse(std::string(text, length), region, &number));
        if (parsed == CPNVerdictPossible) describe(number, out);
        const bool decided = parsed != CPNVerdictPossible || is_new_number_of_benin(*out);
        out->verdict = decided ? parsed : verdict(util().IsPossibleNumberWithReason(number));
    } catch (...) {
        out->verdict = CPNVerdictFailed;
    }
}

void cpn_classify(const char *e164, size_t length, CPNClass *out) {
    std::memset(out, 0, sizeof *out);
    try {
        PhoneNumber number;
        if (!parse(e164, length, &number)) return;
        std::string region;
        util().GetRegionCodeForNumber(number, &region);
        copy_terminated(known(region), out->region);
        out->kind = kind(util().GetNumberType(number));
    } catch (...) {
        std::memset(out, 0, sizeof *out);
    }
}

size_t cpn_international(const char *e164, size_t length, char *out, size_t capacity) {
    try {
        PhoneNumber number;
        return parse(e164, length, &number) ? format(number, true, out, capacity) : 0;
    } catch (...) {
        return 0;
    }
}

size_t cpn_example(const char *region, bool international, char *out, size_t capacity) {
    try {
        PhoneNumber number;
        return util().GetExampleNumber(region, &number) ? format(number, international, out, capacity) : 0;
    } catch (...) {
        return 0;
    }
}

bool cpn_is_emergency(const char *digits, size_t length, const char *region) {
    try {
        return short_numbers().IsEmergencyNumber(std::string(digits, length), region);
    } catch (...) {
        return false;
    }
}

bool cpn_resembles(const char *national, size_t length, const char *region, CPNKind kind) {
    try {
        PhoneNumber example;
        if (!util().GetExampleNumberForType(region, type(kind), &example)) return false;
        std::string digits;
        util().GetNationalSignificantNumber(example, &digits);
        return length >= 3 && digits.size() >= 3 && digits.compare(0, 3, national, 3) == 0;
    } catch (...) {
        return false;
    }
}

bool cpn_shares_calling_code(int32_t calling_code, const char *region) {
    try {
        return calling_code > 0 && util().GetCountryCodeForRegion(region) == calling_code;
    } catch (...) {
        return false;
    }
}
