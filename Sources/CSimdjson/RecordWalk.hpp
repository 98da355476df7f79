#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "CSimdjson.h"
#include "FieldTree.hpp"
#include "PageBytes.hpp"
#include "StructuralIndex.hpp"

/// Walks a document once, object by object and key by key, fills the cells of the keys that matter and skips the rest.
class RecordWalk {
public:
    RecordWalk(std::string object_name, uint32_t column_count)
        : object_name_(std::move(object_name)), empty_row_(column_count, record_cell{0, -1}) {}

    FieldTree fields;
    /// By column: its path when it must have a value, otherwise empty.
    std::vector<std::string> required;

    bool list(const uint8_t *json, size_t length, record_page_view &page, record_failure &failure);
    bool object(const uint8_t *json, size_t length, record_page_view &page, record_failure &failure);

private:
    /// Deeper than any object of Stripe's, and far from the depth at which PostgreSQL refuses a `jsonb`.
    static constexpr uint32_t depth_limit = 128;

    /// A key of the object that is being walked.
    struct Key {
        const uint8_t *bytes;
        size_t length;
        bool is(const char *name) const noexcept {
            return std::string_view(reinterpret_cast<const char *>(bytes), length) == name;
        }
    };

    bool begin(const uint8_t *json, size_t length);
    bool finish(bool walked, record_page_view &page, record_failure &failure);
    void name_failed_object();

    bool list_body();
    bool list_data();
    bool record();
    bool nested(const FieldNode &node);
    bool field(const FieldNode::Field &field);

    bool store(const FieldPath &path);
    bool store_text(const FieldPath &path);
    bool store_reference(const FieldPath &path);
    bool store_integer(const FieldPath &path);
    bool store_json(const FieldPath &path);
    bool json_value();
    bool json_container(uint8_t close);
    void keep(const FieldPath &path, record_cell cell);

    /// Calls `each(key)` for every key of the object at the walk's place, which `each` moves past the key's value.
    template <typename Each> bool object_body(Each each);
    bool read_key(Key &key);
    bool unescape_key(Key &key);
    bool text_equals(const std::string &expected, bool &is_equal);
    bool read_boolean(bool &value);
    bool is_null() const noexcept;
    bool skip();
    bool skip_container();

    bool malformed(const char *reason) { return fail(record_failure_malformed, nullptr, reason); }
    bool fail(record_failure_code code, const FieldPath *path, const char *reason);

    std::string object_name_;
    std::vector<record_cell> empty_row_;

    StructuralIndex index_;
    uint32_t at_ = 0;
    uint32_t depth_ = 0;

    std::vector<record_cell> cells_;
    PageBytes bytes_;
    bool has_more_ = false;

    // The object that is being walked.
    int64_t row_ = -1;
    uint32_t row_start_ = 0;
    record_cell *row_cells_ = nullptr;
    uint64_t seen_ = 0;
    std::array<uint8_t, 64> best_rank_{};
    bool has_object_name_ = false;
    std::string key_text_;

    record_failure_code code_ = record_failure_none;
    const char *reason_ = "";
    std::string failed_field_;
    std::string failed_id_;
};

template <typename Each> bool RecordWalk::object_body(Each each) {
    if (index_.byte(at_) != '{') { return malformed("an object does not begin"); }
    if (++depth_ > depth_limit) { return fail(record_failure_too_deep, nullptr, "the answer is nested too deep"); }
    ++at_;
    if (index_.byte(at_) != '}') {
        for (;;) {
            Key key{};
            if (!read_key(key) || !each(key)) { return false; }
            if (index_.byte(at_) != ',') { break; }
            ++at_;
        }
    }
    if (index_.byte(at_) != '}') { return malformed("an object does not end"); }
    ++at_;
    --depth_;
    return true;
}
