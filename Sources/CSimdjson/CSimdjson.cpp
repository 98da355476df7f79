#include "CSimdjson.h"

#include <memory>
#include <new>

#include "RecordWalk.hpp"

// The door to C: handles in, plain structures out, and an exception (only `std::bad_alloc` can occur) stops here.

struct record_decoder {
    RecordWalk walk;
};

namespace {

const record_failure no_memory = {record_failure_out_of_memory, -1, "", "", "there is no memory for it"};

} // namespace

record_decoder *record_decoder_create(const char *object_name, uint32_t column_count) try {
    auto decoder = std::make_unique<record_decoder>(record_decoder{RecordWalk(object_name, column_count)});
    decoder->walk.required.resize(column_count);
    return decoder.release();
} catch (...) {
    return nullptr;
}

void record_decoder_destroy(record_decoder *decoder) { delete decoder; }

bool record_decoder_add_path(
    record_decoder *decoder, const char *path, uint32_t column, uint8_t rank, record_value value, bool is_required) try {
    auto &required = decoder->walk.required;
    if (column >= required.size() || column >= 64) { return false; }
    if (is_required && required[column].empty()) { required[column] = path; }
    return decoder->walk.fields.add(path, column, rank, value);
} catch (...) {
    return false;
}

bool record_decoder_decode_list(
    record_decoder *decoder, const uint8_t *json, size_t length, record_page_view *page, record_failure *failure) try {
    return decoder->walk.list(json, length, *page, *failure);
} catch (...) {
    *failure = no_memory;
    return false;
}

bool record_decoder_decode_object(
    record_decoder *decoder, const uint8_t *json, size_t length, record_page_view *page, record_failure *failure) try {
    return decoder->walk.object(json, length, *page, *failure);
} catch (...) {
    *failure = no_memory;
    return false;
}
