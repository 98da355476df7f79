import Reconciliation

extension RunResult {
    /// What was sold of each package in the period: one block of rows per currency, the package that brought most first.
    var packagesTable: Table {
        var table = Table(
            title: "Sales",
            caption: "What was sold of each package in the period, what went back of it, and what is left",
            columns: [Self.package, Self.currency] + Self.figures,
            emptySentence: "No credit purchase was paid in the period, and nothing went back.",
            totalled: Self.figures.map(\.name)
        )
        for (currency, sold) in analytics.sales.byCurrency {
            let packages = Dictionary(grouping: sold, by: \.package).map { Sold(package: $0.key, of: $0.value) }
            for package in packages.sorted(by: Sold.bringsMore) {
                table.append([package.name, .currency(currency)] + package.cells(currency))
            }
        }
        return table
    }

    /// `sales.csv`: what was sold of each package on each day.
    var salesTable: Table {
        var table = Table(
            title: "Sales by day",
            caption: "The same by day in \(timeZone); the days add up to the period",
            columns: [Column("day", .text, "The day in the report's time zone"), Self.package, Self.currency]
                + Self.figures,
            emptySentence: "No credit purchase was paid in the period, and nothing went back.",
            totalled: Self.figures.map(\.name)
        )
        for sales in analytics.sales {
            let sold = Sold(package: sales.package, of: [sales])
            table.append([.text(sales.day), sold.name, .currency(sales.currency)] + sold.cells(sales.currency))
        }
        return table
    }

    private static let package = Column(
        "package_id",
        .text,
        title: "Package",
        "The package that was sold, where the sources agree on one; “other packages” past the 200 that sold most"
    )
    private static let currency = Column(
        "currency",
        .text,
        "The currency of the amounts; two currencies are never added"
    )
    private static let figures: [Column] = [
        Column("purchases", .integer, "Credit purchases that were paid"),
        Column("credits", .integer, "Credits that were promised for them"),
        Column("gross", .money, title: "Revenue", "What was paid for them, with tax and before Stripe's fees"),
        Column(
            "refunds",
            .integer,
            title: "Refunds and lost disputes",
            "Counted one by one, on the day they were made"
        ),
        Column("refunded", .money, "What went back by them"),
        Column("refunded_credits", .integer, "The credits that go with it"),
        Column("net", .money, title: "Net revenue", "Revenue less what went back"),
    ]
}

/// What was sold of a package, added up.
private struct Sold {
    let package: String?
    let purchases, returned: TieOut.Line

    init(package: String?, of sales: [SalesOfDay]) {
        self.package = package
        purchases = sales.reduce(TieOut.Line()) { $0 + $1.purchases }
        returned = sales.reduce(TieOut.Line()) { $0 + $1.returned }
    }

    var name: Cell { .text(package.map { $0.isEmpty ? "(no package)" : $0 } ?? "other packages") }

    func cells(_ currency: Currency) -> [Cell] {
        [
            .integer(purchases.count), .integer(purchases.credits), .money(purchases.amountMinor, currency),
            .integer(returned.count), .money(returned.amountMinor, currency), .integer(returned.credits),
            .money(purchases.amountMinor - returned.amountMinor, currency),
        ]
    }

    /// More revenue first; packages that are told together last.
    static func bringsMore(_ left: Sold, _ right: Sold) -> Bool {
        let key = { (sold: Sold) in (sold.package == nil ? 1 : 0, -sold.purchases.amountMinor, sold.package ?? "") }
        return key(left) < key(right)
    }
}

extension [SalesOfDay] {
    /// The sales of each currency, in the order of their codes.
    fileprivate var byCurrency: [(currency: Currency, sold: [SalesOfDay])] {
        Dictionary(grouping: self, by: \.currency).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
