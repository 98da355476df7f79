import Reconciliation

extension HTML {
    /// Adds a chart as SVG, with its title and what it shows in words; nothing is drawn where there is nothing to see.
    mutating func chart(_ chart: Chart) {
        element("<figure><figcaption><strong>", chart.title, "</strong> ")
        text(chart.sentence)
        markup("</figcaption>\n")
        if !chart.rows.isEmpty {
            switch chart.shape {
            case .columns: columns(of: chart)
            case .bars: bars(of: chart)
            }
        }
        markup("</figure>\n")
    }

    /// Lines one below the other, each with its label, its figure and a bar: readable on a narrow screen.
    private mutating func bars(of chart: Chart) {
        let points = chart.points
        let most = max(1, points.map(\.number).max() ?? 1)
        let (width, line) = (360, 40)
        begin(chart, width: width, height: points.count * line, "<svg class=\"bars\" viewBox=\"0 0 ")
        for (index, point) in points.enumerated() {
            let top = index * line
            put("<text x=\"0\" y=\"", top + 15)
            element("\">", Self.shortened(point.label), "</text>")
            put("<text text-anchor=\"end\" x=\"", width)
            put("\" y=\"", top + 15)
            element("\">", point.text, "</text>")
            put("<rect x=\"0\" y=\"", top + 21)
            put("\" height=\"10\" width=\"", Self.length(point.number, of: most, at: width))
            bar(chart.tone)
            markup("/>\n")
        }
        markup("</svg>\n")
    }

    /// Slots of time side by side, with three lines to read their height by.
    private mutating func columns(of chart: Chart) {
        let points = chart.points
        let most = Self.roundedUp(max(1, points.map(\.number).max() ?? 1))
        let (left, top, width, height) = (44, 10, 668, 180)
        markup("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
        element("", chart.title, "\">")
        begin(chart, width: left + width + 8, height: top + height + 26, "<svg class=\"columns\" viewBox=\"0 0 ")
        for tick in Set([0, most / 2, most]).sorted() {
            let y = top + height - Self.length(tick, of: most, at: height)
            put("<line class=\"grid\" x1=\"", left)
            put("\" x2=\"", left + width)
            put("\" y1=\"", y)
            put("\" y2=\"", y)
            put("\"/><text text-anchor=\"end\" x=\"", left - 6)
            put("\" y=\"", y + 4)
            element("\">", String(tick), "</text>\n")
        }
        let place = { (index: Int) in left + index * width / points.count }
        for marked in chart.marked {
            put("<rect class=\"outage\" x=\"", place(marked.lowerBound))
            put("\" y=\"", top)
            put("\" height=\"", height)
            put("\" width=\"", max(2, place(marked.upperBound) - place(marked.lowerBound)))
            element("\"><title>", "Outage from \(points[marked.lowerBound].label)", "</title></rect>\n")
        }
        for (index, point) in points.enumerated() where point.number > 0 {
            let tall = max(1, Self.length(point.number, of: most, at: height))
            put("<rect x=\"", place(index))
            put("\" y=\"", top + height - tall)
            put("\" height=\"", tall)
            put("\" width=\"", max(2, place(index + 1) - place(index) - 1))
            bar(chart.tone)
            element("><title>", "\(point.label): \(point.text)", "</title></rect>\n")
        }
        for index in Self.labelled(points.map(\.label)) {
            put("<text x=\"", place(index))
            put("\" y=\"", top + height + 18)
            element("\">", Self.short(points[index].label), "</text>\n")
        }
        markup("</svg></div>\n")
    }

    private mutating func begin(_ chart: Chart, width: Int, height: Int, _ open: StaticString) {
        markup(open)
        element("", "\(width) \(height)", "\" role=\"img\" aria-label=\"")
        element("", "\(chart.title). \(chart.sentence)", "\">\n")
    }

    private mutating func put(_ markup: StaticString, _ number: Int) {
        self.markup(markup)
        text(String(number))
    }

    private mutating func bar(_ tone: Tone) {
        markup("\" class=\"bar ")
        markup(tone.className)
        markup("\"")
    }

    /// How long a number is drawn; negative ones, of which there should be none, have no length.
    private static func length(_ number: Int64, of most: Int64, at full: Int) -> Int {
        Int(max(0, Double(number) / Double(most) * Double(full)).rounded())
    }

    /// The next of 1, 2, 4, 6, 8, 10, 20, 40, …: its half is a whole number too.
    private static func roundedUp(_ number: Int64) -> Int64 {
        var scale: Int64 = 1
        while number / scale >= 10 { scale *= 10 }
        let steps: [Int64] = [1, 2, 4, 6, 8, 10]
        return steps.map { $0 * scale }.first { $0 >= number } ?? number
    }

    /// Which slots are labelled: eight at most, of those that begin a day where there are any.
    private static func labelled(_ labels: [String]) -> [Int] {
        let days = labels.indices.filter { labels[$0].hasSuffix(" 00:00") }
        let candidates = days.count > 1 ? days : Array(labels.indices)
        let spread = stride(from: 0, to: candidates.count, by: (candidates.count + 7) / 8).map { candidates[$0] }
        // A label needs room to the right of where its slot begins.
        return spread.filter { $0 * 12 < labels.count * 11 || labels.count < 3 }
    }

    /// A label without the year, and without the time where a day begins.
    private static func short(_ label: String) -> String {
        let text = label.count == 16 ? label.dropFirst(5) : label[...]
        return String(text.hasSuffix(" 00:00") ? text.dropLast(6) : text)
    }

    private static func shortened(_ label: String) -> String {
        label.count > 30 ? label.prefix(29) + "…" : label
    }
}
