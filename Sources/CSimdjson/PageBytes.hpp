#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

/// The text and JSON cells of a page, one behind the other.
///
/// Room is made once for a document: unescaping never lengthens a text and each path is read once an object, so that
/// what is kept is never longer than what was read.
class PageBytes {
public:
    bool reserve(size_t length) noexcept {
        size_ = 0;
        if (capacity_ >= length) { return true; }
        bytes_.reset(new (std::nothrow) uint8_t[length]); // not zeroed: only what is used becomes resident
        capacity_ = bytes_ == nullptr ? 0 : length;
        return bytes_ != nullptr;
    }

    uint8_t *end() noexcept { return bytes_.get() + size_; }
    void advance_to(const uint8_t *end) noexcept { size_ = size_t(end - bytes_.get()); }
    const uint8_t *data() const noexcept { return bytes_.get(); }
    size_t size() const noexcept { return size_; }

private:
    std::unique_ptr<uint8_t[]> bytes_;
    size_t size_ = 0;
    size_t capacity_ = 0;
};
