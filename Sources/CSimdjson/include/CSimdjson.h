#pragma once

// Pages of Stripe objects, decoded into flat cells. C++ stays behind this header and no exception crosses it.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a column holds, as `ColumnType` in Swift.
typedef enum : uint8_t {
    record_value_text,
    record_value_reference,
    record_value_integer,
    record_value_boolean,
    record_value_instant,
    record_value_json,
} record_value;

/// Laid out as `RecordCell` in Swift: a number by value, or text by offset and length; a negative length is null.
typedef struct {
    int64_t number;
    int32_t length;
} record_cell;

/// Why an answer was refused.
typedef enum : uint8_t {
    record_failure_none,
    record_failure_malformed,       ///< no JSON, or not all of it
    record_failure_too_deep,        ///< nested deeper than any Stripe object
    record_failure_wrong_object,    ///< another kind of object than asked for
    record_failure_wrong_type,      ///< a field of another JSON type than Stripe documents
    record_failure_out_of_range,    ///< a number that is not whole, or too large
    record_failure_missing,         ///< a required field that is absent or null
    record_failure_duplicate_field, ///< one key twice in an object: which one counts is nobody's guess
    record_failure_out_of_memory,
} record_failure_code;

/// What was refused and where; texts live as long as the decoder, or until its next call.
typedef struct {
    record_failure_code code;
    int64_t row;          ///< the object's place in the page, from 0; negative when none is meant
    const char *id;       ///< the object's id, as far as it could be read; may be empty
    const char *field;    ///< the field's path; may be empty
    const char *reason;   ///< a fixed sentence part, without data
} record_failure;

/// A decoded page, borrowed from the decoder until its next call.
typedef struct {
    const record_cell *cells;
    size_t cell_count;
    const uint8_t *bytes;
    size_t byte_count;
    bool has_more;
} record_page_view;

typedef struct record_decoder record_decoder;

/// A decoder of objects whose `object` is that name; null without memory. Not for two threads at once.
record_decoder *record_decoder_create(const char *object_name, uint32_t column_count);
void record_decoder_destroy(record_decoder *decoder);

/// Says where a column is read from: `path` is dotted; of several paths of a column the lowest rank with a value wins.
/// False when the path is already taken, is part of another one, or there are more than 64.
bool record_decoder_add_path(
    record_decoder *decoder, const char *path, uint32_t column, uint8_t rank, record_value value, bool is_required);

/// Decodes a list answer (`{"object":"list","data":[…],"has_more":…}`). False with the failure filled.
bool record_decoder_decode_list(
    record_decoder *decoder, const uint8_t *json, size_t length, record_page_view *page, record_failure *failure);

/// Decodes one object by itself, as retrieving by id answers. False with the failure filled.
bool record_decoder_decode_object(
    record_decoder *decoder, const uint8_t *json, size_t length, record_page_view *page, record_failure *failure);

#ifdef __cplusplus
}
#endif
