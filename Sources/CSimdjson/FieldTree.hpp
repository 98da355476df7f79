#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "CSimdjson.h"

/// Where one column may be read from.
struct FieldPath {
    std::string name;
    uint32_t column;
    uint32_t ordinal;
    uint8_t rank;
    record_value value;
};

/// The keys that matter inside one JSON object: each leads to a column, or to an object with keys of its own.
///
/// A table with open addressing over length, first and last byte: one comparison for a key that matters and mostly none
/// for one that does not.
class FieldNode {
public:
    struct Field {
        std::string key;
        const FieldPath *path = nullptr;
        FieldNode *inner = nullptr;
    };

    const Field *find(const uint8_t *key, size_t length) const noexcept {
        if (slots_.empty() || length == 0) { return nullptr; }
        for (size_t slot = hash(key, length) & mask_;; slot = (slot + 1) & mask_) {
            const Field *field = slots_[slot];
            if (field == nullptr) { return nullptr; }
            if (field->key.size() == length && std::memcmp(field->key.data(), key, length) == 0) { return field; }
        }
    }

    Field &add(std::string_view key) {
        fields_.push_back(Field{std::string(key), nullptr, nullptr});
        rebuild();
        return fields_.back();
    }

    Field *find(std::string_view key) noexcept {
        return const_cast<Field *>(find(reinterpret_cast<const uint8_t *>(key.data()), key.size()));
    }

private:
    static size_t hash(const uint8_t *key, size_t length) noexcept {
        return length * 7 + size_t(key[0]) * 31 + size_t(key[length - 1]) * 17 + size_t(key[length / 2]) * 5;
    }

    void rebuild() {
        size_t size = 16;
        while (size < fields_.size() * 8) { size *= 2; }
        slots_.assign(size, nullptr);
        mask_ = size - 1;
        for (const Field &field : fields_) {
            size_t slot = hash(reinterpret_cast<const uint8_t *>(field.key.data()), field.key.size()) & mask_;
            while (slots_[slot] != nullptr) { slot = (slot + 1) & mask_; }
            slots_[slot] = &field;
        }
    }

    std::deque<Field> fields_; // a deque, because the slots point into it
    std::vector<const Field *> slots_;
    size_t mask_ = 0;
};

/// All paths of a kind of object, as a tree of keys.
class FieldTree {
public:
    const FieldNode &root() const noexcept { return root_; }

    /// False when the path is empty, taken, part of another, or the 65th: presence is kept in one 64-bit word.
    bool add(std::string_view dotted, uint32_t column, uint8_t rank, record_value value) {
        if (paths_.size() == 64) { return false; }
        FieldNode *node = &root_;
        for (std::string_view rest = dotted;;) {
            const size_t dot = rest.find('.');
            const std::string_view key = rest.substr(0, dot);
            if (key.empty()) { return false; }
            FieldNode::Field *field = node->find(key);
            const bool is_last = dot == std::string_view::npos;
            if (field != nullptr && (is_last || field->path != nullptr)) { return false; }
            if (field == nullptr) { field = &node->add(key); }
            if (is_last) {
                paths_.push_back(FieldPath{std::string(dotted), column, uint32_t(paths_.size()), rank, value});
                field->path = &paths_.back();
                return true;
            }
            if (field->inner == nullptr) {
                nodes_.emplace_back();
                field->inner = &nodes_.back();
            }
            node = field->inner;
            rest = rest.substr(dot + 1);
        }
    }

private:
    FieldNode root_;
    // Deques: what they hold never moves, so that nodes and paths may be pointed at.
    std::deque<FieldNode> nodes_;
    std::deque<FieldPath> paths_;
};
