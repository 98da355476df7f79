import CAllocator

/// The C library's allocator, which all of the program's memory comes from.
enum Allocator {
    /// Keeps all threads to one arena; called once, before there is a second thread.
    ///
    /// By default each thread may get an arena of its own, and what one has freed the others cannot use: of pages that are
    /// received by one thread, decoded by others and copied by a fourth, half of the memory stood idle.
    static func keepToOneArena() { mallopt(M_ARENA_MAX, 1) }

    /// Gives what is free back to the system, between stages of a run: what a later one needs does not come on top.
    static func giveBack() { malloc_trim(0) }
}
