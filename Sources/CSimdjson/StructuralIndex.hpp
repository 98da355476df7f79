#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <simdjson.h>

/// simdjson's first stage: checks the UTF-8 and the strings of a document and lists where its brackets, commas, colons
/// and the first bytes of its scalars are, with the widest instructions of the processor it runs on.
///
/// The second stage (a tape of every value, or iteration on demand) is left out: nineteen in twenty values of a Stripe
/// object are skipped, and depth, brackets and duplicate keys are checked here while skipping, which neither does.
class StructuralIndex {
public:
    /// Null when the document is sound, otherwise what is wrong with it. Any number of bytes; no padding is needed.
    const char *build(const uint8_t *json, size_t length) noexcept {
        json_ = json;
        length_ = length;
        count_ = 0;
        if (length == 0) { return "the body is empty"; }
        if (length > INT32_MAX) { return "the body is too large"; }
        if (!reserve(length)) { return "there is no memory for the body"; }
        switch (parser_->stage1(json, length, simdjson::stage1_mode::regular)) {
        case simdjson::SUCCESS: break;
        case simdjson::EMPTY: return "the body is blank";
        case simdjson::UTF8_ERROR: return "the body is not UTF-8";
        case simdjson::UNCLOSED_STRING: return "the body ends within a string";
        case simdjson::UNESCAPED_CHARS: return "a string holds a control character";
        default: return "the body is no JSON";
        }
        count_ = parser_->n_structural_indexes;
        places_ = parser_->structural_indexes.get();
        return nullptr;
    }

    /// How many places there are.
    uint32_t count() const noexcept { return count_; }

    /// Where the i-th place is; the end of the document for all beyond the last.
    size_t offset(uint32_t i) const noexcept { return i < count_ ? places_[i] : length_; }

    /// The byte at the i-th place; 0 beyond the last.
    uint8_t byte(uint32_t i) const noexcept { return i < count_ ? json_[places_[i]] : 0; }

    /// The end of the scalar that starts at the i-th place, without the white space behind it.
    size_t scalar_end(uint32_t i) const noexcept {
        size_t end = offset(i + 1);
        const size_t start = offset(i);
        while (end > start + 1 && is_space(json_[end - 1])) { --end; }
        return end;
    }

    const uint8_t *json() const noexcept { return json_; }

private:
    static bool is_space(uint8_t byte) noexcept {
        return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
    }

    bool reserve(size_t length) noexcept {
        if (parser_ != nullptr && capacity_ >= length) { return true; }
        size_t capacity = capacity_ == 0 ? size_t(256) << 10 : capacity_;
        while (capacity < length) { capacity *= 2; }
        parser_.reset();
        capacity_ = 0;
        // Depth 1: only the second stage would need more.
        if (simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, parser_) !=
            simdjson::SUCCESS) {
            return false;
        }
        capacity_ = capacity;
        return true;
    }

    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser_;
    size_t capacity_ = 0;
    const uint32_t *places_ = nullptr;
    const uint8_t *json_ = nullptr;
    size_t length_ = 0;
    uint32_t count_ = 0;
};
