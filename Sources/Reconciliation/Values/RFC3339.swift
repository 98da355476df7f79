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
        var bytes: [UInt8] = []
        appendRFC3339(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds the bytes of ``rfc3339``: files of a million rows hold a million moments.
    public func appendRFC3339(to bytes: inout [UInt8]) {
        let civil = CivilTime(self)
        append(civil.year, 4, then: "-", to: &bytes)
        append(civil.month, 2, then: "-", to: &bytes)
        append(civil.day, 2, then: "T", to: &bytes)
        append(civil.secondOfDay / .hour, 2, then: ":", to: &bytes)
        append(civil.secondOfDay / 60 % 60, 2, then: ":", to: &bytes)
        append(civil.secondOfDay % 60, 2, then: "Z", to: &bytes)
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
        var text = text
        guard let seconds = text.withUTF8({ Self.seconds(rfc3339: $0) }) else { return nil }
        self.init(secondsSinceEpoch: seconds)
    }

    private static func seconds(rfc3339 bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        var reader = FixedPlaces(bytes)
        guard let year = reader.number(digits: 4), reader.skip("-"), let month = reader.number(digits: 2),
            reader.skip("-"), let day = reader.number(digits: 2), reader.skip("T", "t", " "),
            let hour = reader.number(digits: 2), reader.skip(":"), let minute = reader.number(digits: 2),
            reader.skip(":"), let second = reader.number(digits: 2),
            (1...12).contains(month), (1...CivilTime.daysInMonth(year: year, month: month)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        if reader.skip(".") {
            guard reader.number(digits: 1) != nil else { return nil }
            while reader.number(digits: 1) != nil {}
        }
        guard let offset = offset(&reader), reader.isAtEnd else { return nil }
        let days = CivilTime.days(year: year, month: month, day: day)
        return days * .day + hour * .hour + minute * .minute + second - offset
    }

    /// How many seconds the zone is before UTC.
    private static func offset(_ reader: inout FixedPlaces) -> Int64? {
        if reader.skip("Z", "z") { return 0 }
        let isAhead = reader.skip("+")
        guard isAhead || reader.skip("-"), let hours = reader.number(digits: 2), reader.skip(":"),
            let minutes = reader.number(digits: 2), hours < 24, minutes < 60
        else { return nil }
        return (hours * .hour + minutes * .minute) * (isAhead ? 1 : -1)
    }
}

/// A text whose parts stand at fixed places, read from left to right; what is not as expected is left unread.
///
/// By hand, because a regular expression takes a hundred times as long and a run reads an instant for each finding.
private struct FixedPlaces {
    private var rest: Slice<UnsafeBufferPointer<UInt8>>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// A number of exactly so many ASCII digits.
    mutating func number(digits count: Int) -> Int64? {
        guard rest.count >= count else { return nil }
        var number: Int64 = 0
        for byte in rest.prefix(count) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        rest = rest.dropFirst(count)
        return number
    }

    /// Whether the next character is one of these; it is read then.
    mutating func skip(_ characters: Unicode.Scalar...) -> Bool {
        guard let next = rest.first, characters.contains(where: { UInt8(ascii: $0) == next }) else { return false }
        rest = rest.dropFirst()
        return true
    }
}

/// Adds a number with leading zeros, and what stands behind it.
private func append(_ number: Int64, _ width: Int, then mark: Unicode.Scalar, to bytes: inout [UInt8]) {
    var divisor: Int64 = width == 2 ? 10 : 1_000
    if (0..<divisor * 10).contains(number) {
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    } else {
        bytes.append(contentsOf: String(number).utf8)
    }
    bytes.append(UInt8(ascii: mark))
}
