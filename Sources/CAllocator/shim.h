#pragma once

/* Swift's Glibc module leaves out how its allocator is set. */
#include <malloc.h>
