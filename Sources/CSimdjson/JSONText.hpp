#pragma once

#include <cstddef>
#include <cstdint>

/// Strings of JSON as PostgreSQL can store them: NUL and half surrogate pairs, which neither `text` nor `jsonb` accepts,
/// become U+FFFD.
namespace json_text {

/// Writes the text that a JSON string's inner bytes stand for; never more bytes than it reads.
/// Returns the end of what was written, or null when an escape is invalid.
uint8_t *unescape(const uint8_t *from, const uint8_t *end, uint8_t *to) noexcept;

/// Mends the escapes of a JSON string in place, keeping its length. False when an escape is invalid.
bool mend_escapes(uint8_t *from, uint8_t *end) noexcept;

/// Whether the bytes are a number by JSON's grammar that `numeric` can hold.
bool is_storable_number(const uint8_t *from, const uint8_t *end) noexcept;

} // namespace json_text
