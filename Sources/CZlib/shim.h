#pragma once
#include <zlib.h>

// inflateInit2 is a macro over a versioned symbol, which does not import. Negative bits: a ZIP entry is raw deflate.
static inline int tieout_inflate_init_raw(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
