#include "RecordWalk.hpp"

#include <cstring>

#include "JSONText.hpp"

// The document: lists, records, keys. What is done with the values that matter is in RecordValues.cpp.

namespace {

/// Whether there may be a backslash in a key, eight bytes at a time; the bytes just before it are looked at as well.
bool has_backslash(const uint8_t *json, size_t start, size_t end) noexcept {
    if (end < 8) { return std::memchr(json + start, '\\', end - start) != nullptr; }
    for (size_t at = end; at > start;) {
        at = at >= 8 ? at - 8 : 0;
        uint64_t bytes;
        std::memcpy(&bytes, json + at, 8);
        const uint64_t differences = bytes ^ 0x5C5C5C5C5C5C5C5C;
        if ((differences - 0x0101010101010101) & ~differences & 0x8080808080808080) { return true; }
    }
    return false;
}

} // namespace

bool RecordWalk::list(const uint8_t *json, size_t length, record_page_view &page, record_failure &failure) {
    return finish(begin(json, length) && list_body(), page, failure);
}

bool RecordWalk::object(const uint8_t *json, size_t length, record_page_view &page, record_failure &failure) {
    return finish(begin(json, length) && record(), page, failure);
}

bool RecordWalk::begin(const uint8_t *json, size_t length) {
    at_ = 0;
    depth_ = 0;
    cells_.clear();
    has_more_ = false;
    row_ = -1;
    code_ = record_failure_none;
    failed_field_.clear();
    failed_id_.clear();
    if (const char *defect = index_.build(json, length)) { return malformed(defect); }
    if (index_.byte(0) != '{') { return malformed("the body is no JSON object"); }
    if (index_.byte(index_.count() - 1) != '}') { return malformed("the body ends early"); }
    if (!bytes_.reserve(length)) { return fail(record_failure_out_of_memory, nullptr, "there is no memory for it"); }
    return true;
}

bool RecordWalk::finish(bool walked, record_page_view &page, record_failure &failure) {
    if (walked && at_ != index_.count()) { walked = malformed("the body goes on behind its end"); }
    if (walked) {
        page = {cells_.data(), cells_.size(), bytes_.data(), bytes_.size(), has_more_};
        return true;
    }
    if (code_ != record_failure_malformed && row_ >= 0) { name_failed_object(); }
    failure = {code_, row_, failed_id_.c_str(), failed_field_.c_str(), reason_};
    return false;
}

/// Looks for the id of the object that was refused: keys come in any order, so it may not have been read yet.
void RecordWalk::name_failed_object() {
    const record_failure_code code = code_;
    const char *reason = reason_;
    at_ = row_start_;
    depth_ = 0;
    object_body([&](const Key &key) {
        if (key.is("id") && index_.byte(at_) == '"') {
            const size_t start = index_.offset(at_) + 1;
            const size_t length = index_.scalar_end(at_) - 1 - start;
            failed_id_.assign(reinterpret_cast<const char *>(index_.json() + start), length < 255 ? length : 255);
        }
        return skip();
    });
    code_ = code;
    reason_ = reason;
}

bool RecordWalk::list_body() {
    bool has_data = false;
    bool has_more_known = false;
    bool is_list = false;
    const bool walked = object_body([&](const Key &key) {
        if (key.is("data")) {
            if (has_data) { return malformed("the list has two “data”"); }
            has_data = true;
            return list_data();
        }
        if (key.is("has_more")) {
            has_more_known = true;
            return read_boolean(has_more_);
        }
        if (key.is("object")) { return text_equals("list", is_list); }
        return skip();
    });
    if (!walked) { return false; }
    row_ = -1;
    if (!is_list) { return fail(record_failure_wrong_object, nullptr, "the answer is no list"); }
    if (!has_data) { return malformed("the list has no “data”"); }
    if (!has_more_known) { return malformed("the list has no “has_more”"); }
    return true;
}

bool RecordWalk::list_data() {
    if (index_.byte(at_) != '[') { return malformed("the list's “data” is no array"); }
    ++at_;
    ++depth_;
    if (index_.byte(at_) != ']') {
        for (;;) {
            if (index_.byte(at_) != '{') { return malformed("the list holds something that is no object"); }
            if (!record()) { return false; }
            if (index_.byte(at_) != ',') { break; }
            ++at_;
        }
    }
    if (index_.byte(at_) != ']') { return malformed("the list's “data” does not end"); }
    ++at_;
    --depth_;
    return true;
}

bool RecordWalk::record() {
    row_ += 1;
    row_start_ = at_;
    seen_ = 0;
    best_rank_.fill(UINT8_MAX);
    has_object_name_ = false;
    cells_.insert(cells_.end(), empty_row_.begin(), empty_row_.end());
    row_cells_ = cells_.data() + (cells_.size() - empty_row_.size());
    const FieldNode &root = fields.root();
    const bool walked = object_body([&](const Key &key) {
        if (key.is("object")) { return text_equals(object_name_, has_object_name_); }
        const FieldNode::Field *known = root.find(key.bytes, key.length);
        return known == nullptr ? skip() : field(*known);
    });
    if (!walked) { return false; }
    if (!has_object_name_) { return fail(record_failure_wrong_object, nullptr, "the object is of another kind"); }
    for (size_t column = 0; column < required.size(); ++column) {
        if (required[column].empty() || row_cells_[column].length >= 0) { continue; }
        failed_field_ = required[column];
        return fail(record_failure_missing, nullptr, "a field that must be there is absent or null");
    }
    return true;
}

/// An object inside a record, some of whose keys matter.
bool RecordWalk::nested(const FieldNode &node) {
    return object_body([&](const Key &key) {
        const FieldNode::Field *known = node.find(key.bytes, key.length);
        return known == nullptr ? skip() : field(*known);
    });
}

bool RecordWalk::field(const FieldNode::Field &field) {
    if (field.path != nullptr) {
        const uint64_t bit = uint64_t(1) << field.path->ordinal;
        if (seen_ & bit) { return fail(record_failure_duplicate_field, field.path, "a field is there twice"); }
        seen_ |= bit;
        return store(*field.path);
    }
    if (index_.byte(at_) == '{') { return nested(*field.inner); }
    if (is_null()) {
        ++at_;
        return true;
    }
    failed_field_ = field.key;
    return fail(record_failure_wrong_type, nullptr, "a field is no object");
}

bool RecordWalk::read_key(Key &key) {
    if (index_.byte(at_) != '"' || index_.byte(at_ + 1) != ':') { return malformed("a key of an object is missing"); }
    const size_t start = index_.offset(at_) + 1;
    const size_t end = index_.scalar_end(at_) - 1;
    key = {index_.json() + start, end - start};
    at_ += 2;
    return !has_backslash(index_.json(), start, end) || unescape_key(key);
}

/// Keys may be spelt with escapes; nobody does, and a disguised `amount` is not to slip through for that.
bool RecordWalk::unescape_key(Key &key) {
    key_text_.resize(key.length);
    uint8_t *text = reinterpret_cast<uint8_t *>(key_text_.data());
    const uint8_t *end = json_text::unescape(key.bytes, key.bytes + key.length, text);
    if (end == nullptr) { return malformed("a key holds an invalid escape"); }
    key = {text, size_t(end - text)};
    return true;
}

bool RecordWalk::text_equals(const std::string &expected, bool &is_equal) {
    if (index_.byte(at_) != '"') { return skip(); }
    const size_t start = index_.offset(at_) + 1;
    const size_t length = index_.scalar_end(at_) - 1 - start;
    is_equal = length == expected.size() && std::memcmp(index_.json() + start, expected.data(), length) == 0;
    ++at_;
    return true;
}

bool RecordWalk::read_boolean(bool &value) {
    const size_t start = index_.offset(at_);
    const std::string_view token(
        reinterpret_cast<const char *>(index_.json() + start), index_.scalar_end(at_) - start);
    if (token != "true" && token != "false") { return malformed("the list's “has_more” is neither true nor false"); }
    value = token == "true";
    ++at_;
    return true;
}

bool RecordWalk::is_null() const noexcept {
    const size_t start = index_.offset(at_);
    return index_.scalar_end(at_) - start == 4 && std::memcmp(index_.json() + start, "null", 4) == 0;
}

/// Moves past a value that does not matter.
bool RecordWalk::skip() {
    switch (index_.byte(at_)) {
    case '{':
    case '[': return skip_container();
    case '}':
    case ']':
    case ',':
    case ':': return malformed("a value is missing");
    case 0: return malformed("the body ends early");
    default: ++at_; return true;
    }
}

/// Moves past an object or array; brackets must pair, so that no object ends in another's place.
bool RecordWalk::skip_container() {
    // In locals: a store through a byte pointer may alias every member, which would be read again each time.
    const uint32_t count = index_.count();
    uint32_t at = at_;
    uint32_t open = 0;
    unsigned __int128 is_object = 0;
    static_assert(depth_limit <= 128, "one bit for each open bracket");
    do {
        if (at == count) { return malformed("the body ends early"); }
        const uint8_t byte = index_.byte(at++);
        // Of all bytes that may stand here only the four brackets look like this without the bits that tell them apart.
        if ((byte & 0xD9) != 0x59) { continue; }
        if (byte == '{' || byte == '[') {
            if (depth_ + open++ == depth_limit) {
                return fail(record_failure_too_deep, nullptr, "the answer is nested too deep");
            }
            is_object = is_object << 1 | (byte == '{');
        } else if (byte == '}' || byte == ']') {
            if ((is_object & 1) != (byte == '}')) { return malformed("brackets do not pair"); }
            is_object >>= 1;
            --open;
        }
    } while (open > 0);
    at_ = at;
    return true;
}

bool RecordWalk::fail(record_failure_code code, const FieldPath *path, const char *reason) {
    code_ = code;
    reason_ = reason;
    if (path != nullptr) { failed_field_ = path->name; }
    return false;
}
