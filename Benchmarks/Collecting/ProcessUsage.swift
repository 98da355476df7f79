import Glibc

/// What this process has used so far, as the kernel counts it.
struct ProcessUsage {
    /// User and system time of all threads.
    let cpuSeconds: Double
    /// The most memory that was resident at once.
    let peakMebibytes: Double

    static var now: ProcessUsage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return ProcessUsage(
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peakMebibytes: Double(usage.ru_maxrss) / 1_024
        )
    }
}
