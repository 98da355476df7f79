#include "JSONText.hpp"

#include <cstring>

namespace {

constexpr uint32_t replacement = 0xFFFD;

int hex_digit(uint8_t byte) noexcept {
    if (byte >= '0' && byte <= '9') { return byte - '0'; }
    const uint8_t lower = byte | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The number behind `\u`; negative when four hexadecimal digits are not there.
int32_t hex_quad(const uint8_t *from, const uint8_t *end) noexcept {
    if (end - from < 4) { return -1; }
    int32_t number = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hex_digit(from[i]);
        if (digit < 0) { return -1; }
        number = number << 4 | digit;
    }
    return number;
}

/// One `\uXXXX`, or two that are a surrogate pair, read from behind the backslash.
struct UnicodeEscape {
    uint32_t scalar;
    const uint8_t *next;
    bool is_replaced;
};

bool read_unicode(const uint8_t *from, const uint8_t *end, UnicodeEscape &escape) noexcept {
    const int32_t first = hex_quad(from + 1, end);
    if (first < 0) { return false; }
    escape = {uint32_t(first), from + 5, false};
    if (first >= 0xD800 && first < 0xDC00 && end - from >= 11 && from[5] == '\\' && from[6] == 'u') {
        const int32_t second = hex_quad(from + 7, end);
        if (second >= 0xDC00 && second < 0xE000) {
            escape = {0x10000u + (uint32_t(first - 0xD800) << 10) + uint32_t(second - 0xDC00), from + 11, false};
            return true;
        }
    }
    if (first == 0 || (first >= 0xD800 && first < 0xE000)) {
        escape.scalar = replacement;
        escape.is_replaced = true;
    }
    return true;
}

uint8_t *write_utf8(uint32_t scalar, uint8_t *to) noexcept {
    if (scalar < 0x80) {
        *to++ = uint8_t(scalar);
    } else if (scalar < 0x800) {
        *to++ = uint8_t(0xC0 | scalar >> 6);
        *to++ = uint8_t(0x80 | (scalar & 0x3F));
    } else if (scalar < 0x10000) {
        *to++ = uint8_t(0xE0 | scalar >> 12);
        *to++ = uint8_t(0x80 | (scalar >> 6 & 0x3F));
        *to++ = uint8_t(0x80 | (scalar & 0x3F));
    } else {
        *to++ = uint8_t(0xF0 | scalar >> 18);
        *to++ = uint8_t(0x80 | (scalar >> 12 & 0x3F));
        *to++ = uint8_t(0x80 | (scalar >> 6 & 0x3F));
        *to++ = uint8_t(0x80 | (scalar & 0x3F));
    }
    return to;
}

/// What a one-letter escape stands for; 0 for none.
uint8_t plain_escape(uint8_t letter) noexcept {
    switch (letter) {
    case '"': case '\\': case '/': return letter;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

template <typename Byte> Byte *find_backslash(Byte *from, const uint8_t *end) noexcept {
    return static_cast<Byte *>(std::memchr(from, '\\', size_t(end - from)));
}

} // namespace

uint8_t *json_text::unescape(const uint8_t *from, const uint8_t *end, uint8_t *to) noexcept {
    for (;;) {
        const uint8_t *slash = find_backslash(from, end);
        const size_t plain = size_t((slash == nullptr ? end : slash) - from);
        std::memcpy(to, from, plain);
        to += plain;
        if (slash == nullptr) { return to; }
        from = slash + 1;
        if (from == end) { return nullptr; }
        if (*from == 'u') {
            UnicodeEscape escape;
            if (!read_unicode(from, end, escape)) { return nullptr; }
            to = write_utf8(escape.scalar, to);
            from = escape.next;
        } else {
            const uint8_t byte = plain_escape(*from++);
            if (byte == 0) { return nullptr; }
            *to++ = byte;
        }
    }
}

bool json_text::mend_escapes(uint8_t *from, uint8_t *end) noexcept {
    while ((from = find_backslash(from, end)) != nullptr) {
        ++from;
        if (from == end) { return false; }
        if (*from != 'u') {
            if (plain_escape(*from++) == 0) { return false; }
            continue;
        }
        UnicodeEscape escape;
        if (!read_unicode(from, end, escape)) { return false; }
        if (escape.is_replaced) { std::memcpy(from, "ufffd", 5); }
        from += escape.next - from;
    }
    return true;
}

bool json_text::is_storable_number(const uint8_t *from, const uint8_t *end) noexcept {
    const auto digits = [&] {
        const uint8_t *start = from;
        while (from != end && *from >= '0' && *from <= '9') { ++from; }
        return from - start;
    };
    // numeric holds 131,072 digits before the point and 16,383 behind it; a thousand are more than enough here.
    if (end - from > 1000) { return false; }
    if (from != end && *from == '-') { ++from; }
    const bool starts_with_zero = from != end && *from == '0';
    const auto whole = digits();
    if (whole == 0 || (starts_with_zero && whole > 1)) { return false; }
    if (from != end && *from == '.') {
        ++from;
        if (digits() == 0) { return false; }
    }
    if (from != end && (*from | 0x20) == 'e') {
        ++from;
        if (from != end && (*from == '-' || *from == '+')) { ++from; }
        const auto exponent = digits();
        if (exponent == 0 || exponent > 4) { return false; }
    }
    return from == end;
}
