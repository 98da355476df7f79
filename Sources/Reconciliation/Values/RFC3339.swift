/// The civil date and time of an ``Instant``, by the proleptic Gregorian calendar.
///
/// Source: the days-from-civil arithmetic of Howard Hinnant's “chrono-Compatible Low-Level Date Algorithms”.
struct CivilTime {
    var year: Int64
    var month: Int64
    var day: Int64
    var secondOfDay: Int64

    init(_ instant: Instant) {
        let seconds = instant.secondsSinceEpoch
        let days = (seconds >= 0 ? seconds : seconds - (.day - 1)) / .day
        secondOfDay = seconds - days * .day
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days from 1970-01-01 to the date.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func daysInMonth(year: Int64, month: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 text in UTC, to the second: `2026-11-23T02:15:00Z`.
    public var rfc3339: String {
        let civil = CivilTime(self)
        let (hour, minute, second) = (civil.secondOfDay / .hour, civil.secondOfDay / 60 % 60, civil.secondOfDay % 60)
        return "\(digits(civil.year, 4))-\(digits(civil.month, 2))-\(digits(civil.day, 2))"
            + "T\(digits(hour, 2)):\(digits(minute, 2)):\(digits(second, 2))Z"
    }

    /// The UTC day as `2026-11-23`.
    public var utcDay: String { String(rfc3339.prefix(10)) }

    /// The text of run ids and file names: `20261123T021500Z`.
    public var compact: String { rfc3339.filter { $0 != "-" && $0 != ":" } }

    /// Its RFC 3339 text.
    public var description: String { rfc3339 }

    /// Reads RFC 3339 text such as `2026-11-23T02:15:00Z` or `2026-11-23T03:15:00+01:00`.
    ///
    /// The zone is required: a period without one would mean something else on each machine. Fractions of a second
    /// are cut off. Nil when the text is not of that form or names no day of the calendar.
    public init?(rfc3339 text: String) {
        guard
            let match = text.wholeMatch(
                of: /(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))/
                    .asciiOnlyDigits()
            )
        else { return nil }
        guard let year = Int64(match.1), let month = Int64(match.2), let day = Int64(match.3),
            let hour = Int64(match.4), let minute = Int64(match.5), let second = Int64(match.6),
            (1...12).contains(month), (1...CivilTime.daysInMonth(year: year, month: month)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var offset: Int64 = 0
        if let sign = match.7, let hours = match.8.flatMap({ Int64($0) }), let minutes = match.9.flatMap({ Int64($0) })
        {
            guard hours < 24, minutes < 60 else { return nil }
            offset = (hours * .hour + minutes * .minute) * (sign == "-" ? -1 : 1)
        }
        let days = CivilTime.days(year: year, month: month, day: day)
        self.init(secondsSinceEpoch: days * .day + hour * .hour + minute * .minute + second - offset)
    }
}

private func digits(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
