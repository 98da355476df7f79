import Alerts

/// How long a run may spend on telling others in all, shared out so that none of them takes another's: half of it for the
/// channels, a third for its beats, a sixth for figures that are pushed.
struct TellingTime {
    let channels: TimeAllowance
    let beats: TimeAllowance
    let figures: TimeAllowance

    /// A time of that many seconds.
    init(seconds: Int64) {
        let whole = Duration.seconds(seconds)
        (channels, beats, figures) = (TimeAllowance(whole / 2), TimeAllowance(whole / 3), TimeAllowance(whole / 6))
    }
}
