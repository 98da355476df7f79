import Reconciliation

extension RunTables {
    /// What is drawn: when purchases were missed, what each package brought, how old the open findings are.
    func charts(of result: RunResult) -> [Chart] {
        [missedChart(result)] + revenueCharts(result) + [ageingChart(result)]
    }

    private func missedChart(_ result: RunResult) -> Chart {
        let (told, unit) = (result.analytics.missed, result.analytics.missed.unit.rawValue)
        var sentence = "No purchase was missed."
        if told.count > 0 {
            let paid = told.slots.reduce(0) { $0 + $1.paid }
            let earlier = told.slots.reduce(0) { $1.label == nil ? $0 + $1.missed : $0 }
            sentence = "\(told.count - earlier) of the \(paid) purchases paid in the \(unit)s shown were missed"
            if let worst = told.worst, let label = worst.label {
                sentence += "; most, \(worst.missed) of \(worst.paid), in the \(unit) from \(label)"
            }
            sentence += ". This run granted \(told.granted)."
            if earlier > 0 { sentence += " \(earlier) more are from before." }
        }
        let outages = result.analytics.outages?.outages.count ?? 0
        if outages > 0 { sentence += " \(Verdict.counted(outages, "outage")) \(outages == 1 ? "is" : "are") marked." }
        var chart = Chart(
            title: "Missed purchases per \(unit)",
            sentence: sentence,
            table: missed,
            rows: told.count > 0 ? missed.rows.indices : 0..<0,
            labels: "slot",
            values: "missed",
            shape: .columns,
            tone: .bad
        )
        chart.marked = result.outageSlots
        return chart
    }

    private static let mostPackages = 12
    private static let mostCurrencies = 6

    /// One chart for each of the currencies in which most was sold.
    private func revenueCharts(_ result: RunResult) -> [Chart] {
        let currencies = Dictionary(grouping: result.analytics.sales, by: \.currency)
            .map { (currency: $0.key, count: $0.value.reduce(0) { $0 + $1.purchases.count }) }
            .sorted { ($1.count, $0.currency) < ($0.count, $1.currency) }
        let drawn = currencies.prefix(Self.mostCurrencies)
        return drawn.map { currency, _ in
            let isOfCurrency = { (row: [Cell]) in row[packages.position(of: "currency")] == .currency(currency) }
            let rows = packages.rows.indices.filter { isOfCurrency(packages.rows[$0]) }
            let shown = (rows.first ?? 0)..<(rows.first ?? 0) + min(rows.count, Self.mostPackages)
            let revenue = packages.currencyTotals.first { $0.currency == currency }?.cell(of: "gross") ?? .empty
            let first = packages.rows[shown.lowerBound]
            var sentence = "\(rows.count) package\(rows.count == 1 ? "" : "s") brought \(revenue.words) \(currency)"
            if rows.count > 1 {
                let most = first[packages.position(of: "gross")].words
                sentence += "; most, \(most) \(currency), \(first[packages.position(of: "package_id")].words)"
            }
            if rows.count > shown.count { sentence += ". The \(shown.count) that brought most are drawn" }
            if currency == drawn.last?.currency, currencies.count > drawn.count {
                sentence += ". \(currencies.count - drawn.count) more currencies are on the sheet Sales"
            }
            return Chart(
                title: "Revenue by package, \(currency)",
                sentence: sentence + ".",
                table: packages,
                rows: shown,
                labels: "package_id",
                values: "gross",
                shape: .bars,
                tone: .neutral
            )
        }
    }

    private func ageingChart(_ result: RunResult) -> Chart {
        let above = result.analytics.ages.filter { $0.severity > .info }
        let count = above.reduce(0) { $0 + $1.count }
        let oldest = above.map { max(0, result.finishedAt - $0.firstSeen) / .day }.max() ?? 0
        let sentence =
            count == 0
            ? "No finding above info is open."
            : "\(Verdict.counted(Int(count), "finding")) above info \(count == 1 ? "is" : "are") open, "
                + (oldest == 0
                    ? "seen first less than a day ago." : "the oldest for \(Verdict.counted(Int(oldest), "day")).")
        return Chart(
            title: "Open findings by age",
            sentence: sentence,
            table: ageing,
            rows: count > 0 ? ageing.rows.indices : 0..<0,
            labels: "age",
            values: "above_info",
            shape: .bars,
            tone: .attention
        )
    }
}

extension Cell {
    /// The cell's value in words.
    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .money(let money): money.majorUnits
        default: ""
        }
    }
}
