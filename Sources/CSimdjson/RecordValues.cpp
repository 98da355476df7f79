#include "RecordWalk.hpp"

#include <cstring>

#include "JSONText.hpp"

// The values that matter: from a JSON value to a cell. Nothing is guessed; what is not of its type is refused.

namespace {

/// 9999-12-31T23:59:59Z, the last second that every part of the house can write down.
constexpr int64_t last_instant = 253402300799;

enum class Number { whole, fractional, too_large, not_a_number };

Number read_number(const uint8_t *from, const uint8_t *end, int64_t &number) {
    const uint8_t *const start = from;
    const bool is_negative = from != end && *from == '-';
    if (is_negative) { ++from; }
    if (from == end || *from < '0' || *from > '9' || (*from == '0' && end - from > 1 && from[1] >= '0' && from[1] <= '9')) {
        return Number::not_a_number;
    }
    // Counted downwards, because the lowest Int64 has no positive counterpart.
    int64_t value = 0;
    for (; from != end; ++from) {
        if (*from < '0' || *from > '9') {
            return json_text::is_storable_number(start, end) ? Number::fractional : Number::not_a_number;
        }
        if (__builtin_mul_overflow(value, int64_t(10), &value) ||
            __builtin_sub_overflow(value, int64_t(*from - '0'), &value)) {
            return Number::too_large;
        }
    }
    if (!is_negative && value == INT64_MIN) { return Number::too_large; }
    number = is_negative ? value : -value;
    return Number::whole;
}

bool begins_value(uint8_t byte) noexcept {
    return byte == '"' || byte == '{' || byte == '[' || byte == 't' || byte == 'f' || byte == '-' ||
           (byte >= '0' && byte <= '9');
}

} // namespace

bool RecordWalk::store(const FieldPath &path) {
    const uint8_t byte = index_.byte(at_);
    if (byte == 'n') {
        if (!is_null()) { return malformed("a value is no JSON"); }
        ++at_;
        return true;
    }
    if (!begins_value(byte)) { return malformed("a value is no JSON"); }
    switch (path.value) {
    case record_value_text: return store_text(path);
    case record_value_reference: return store_reference(path);
    case record_value_integer:
    case record_value_instant: return store_integer(path);
    case record_value_json: return store_json(path);
    case record_value_boolean: break;
    }
    const size_t start = index_.offset(at_);
    const std::string_view token(
        reinterpret_cast<const char *>(index_.json() + start), index_.scalar_end(at_) - start);
    if (byte == 't' || byte == 'f') {
        if (token != "true" && token != "false") { return malformed("a value is no JSON"); }
        keep(path, {token == "true", 0});
        ++at_;
        return true;
    }
    return fail(record_failure_wrong_type, &path, "a field is neither true nor false");
}

bool RecordWalk::store_text(const FieldPath &path) {
    if (index_.byte(at_) != '"') { return fail(record_failure_wrong_type, &path, "a field is no text"); }
    const uint8_t *start = index_.json() + index_.offset(at_) + 1;
    const uint8_t *end = index_.json() + index_.scalar_end(at_) - 1;
    uint8_t *text = bytes_.end();
    const uint8_t *text_end = json_text::unescape(start, end, text);
    if (text_end == nullptr) { return malformed("a text holds an invalid escape"); }
    keep(path, {text - bytes_.data(), int32_t(text_end - text)});
    bytes_.advance_to(text_end);
    ++at_;
    return true;
}

bool RecordWalk::store_reference(const FieldPath &path) {
    if (index_.byte(at_) == '"') { return store_text(path); }
    if (index_.byte(at_) != '{') { return fail(record_failure_wrong_type, &path, "a field is neither an id nor an object"); }
    bool has_id = false;
    const bool walked = object_body([&](const Key &key) {
        if (!key.is("id")) { return skip(); }
        if (has_id) { return fail(record_failure_duplicate_field, &path, "a field is there twice"); }
        has_id = true;
        return store_text(path);
    });
    if (!walked) { return false; }
    return has_id || fail(record_failure_missing, &path, "an expanded object has no id");
}

bool RecordWalk::store_integer(const FieldPath &path) {
    const uint8_t byte = index_.byte(at_);
    if (byte != '-' && (byte < '0' || byte > '9')) {
        return fail(record_failure_wrong_type, &path, "a field is no number");
    }
    int64_t number = 0;
    const uint8_t *start = index_.json() + index_.offset(at_);
    switch (read_number(start, index_.json() + index_.scalar_end(at_), number)) {
    case Number::whole: break;
    case Number::fractional: return fail(record_failure_out_of_range, &path, "a number is not whole");
    case Number::too_large: return fail(record_failure_out_of_range, &path, "a number is too large");
    case Number::not_a_number: return malformed("a number is no JSON");
    }
    if (path.value == record_value_instant && (number < 0 || number > last_instant)) {
        return fail(record_failure_out_of_range, &path, "an instant lies outside 1970 to 9999");
    }
    keep(path, {number, 0});
    ++at_;
    return true;
}

/// A JSON object, copied as it stands once its grammar is proved: PostgreSQL would refuse the whole COPY for a flaw.
bool RecordWalk::store_json(const FieldPath &path) {
    if (index_.byte(at_) != '{') { return fail(record_failure_wrong_type, &path, "a field is no object"); }
    const size_t start = index_.offset(at_);
    uint8_t *copy = bytes_.end();
    if (!json_value()) {
        if (code_ != record_failure_malformed) { failed_field_ = path.name; }
        return false;
    }
    const size_t end = index_.offset(at_ - 1) + 1;
    std::memcpy(copy, index_.json() + start, end - start);
    if (!json_text::mend_escapes(copy, copy + (end - start))) { return malformed("a text holds an invalid escape"); }
    keep(path, {copy - bytes_.data(), int32_t(end - start)});
    bytes_.advance_to(copy + (end - start));
    return true;
}

/// Moves past one value and proves its grammar, but for the escapes.
bool RecordWalk::json_value() {
    const size_t start = index_.offset(at_);
    const uint8_t byte = index_.byte(at_);
    if (byte == '{') { return json_container('}'); }
    if (byte == '[') { return json_container(']'); }
    if (byte == 0) { return malformed("the body ends early"); }
    const uint8_t *from = index_.json() + start;
    const uint8_t *end = index_.json() + index_.scalar_end(at_);
    if (byte == '-' || (byte >= '0' && byte <= '9')) {
        if (!json_text::is_storable_number(from, end)) {
            return fail(record_failure_out_of_range, nullptr, "a number cannot be stored");
        }
    } else if (byte != '"') {
        const std::string_view token(reinterpret_cast<const char *>(from), size_t(end - from));
        if (token != "true" && token != "false" && token != "null") { return malformed("a value is no JSON"); }
    }
    ++at_;
    return true;
}

bool RecordWalk::json_container(uint8_t close) {
    if (++depth_ > depth_limit) { return fail(record_failure_too_deep, nullptr, "the answer is nested too deep"); }
    ++at_;
    if (index_.byte(at_) != close) {
        for (;;) {
            if (close == '}') {
                if (index_.byte(at_) != '"' || index_.byte(at_ + 1) != ':') {
                    return malformed("a key of an object is missing");
                }
                at_ += 2;
            }
            if (!json_value()) { return false; }
            if (index_.byte(at_) != ',') { break; }
            ++at_;
        }
    }
    if (index_.byte(at_) != close) { return malformed("an object or array does not end"); }
    ++at_;
    --depth_;
    return true;
}

/// Keeps the value unless an earlier place of the column already gave one.
void RecordWalk::keep(const FieldPath &path, record_cell cell) {
    if (path.rank >= best_rank_[path.column]) { return; }
    best_rank_[path.column] = path.rank;
    row_cells_[path.column] = cell;
}
