import PostgresLedger
import StripeSimulator

/// A made-up Stripe account, the ledger beside it and the period that a run examines; small enough to be read.
struct World: Sendable, CustomStringConvertible {
    /// What it was drawn from.
    let seed: UInt64
    /// Unix seconds.
    var period: Range<Int64>
    /// Which tables the application has.
    var ledger = Ledger.reference
    /// Which customers a run reads.
    var customers = CustomerReading.whereNeeded
    /// Sales and other happenings, each with its objects at Stripe and its rows in the ledger.
    var stories: [Story]

    /// The metadata keys as the run takes them.
    var keys: MetadataKeys {
        var keys = MetadataKeys()
        keys.customers = customers
        return keys
    }

    /// All objects of Stripe, in the order of the stories.
    var account: StripeAccount {
        var account = StripeAccount()
        for story in stories { for object in story.objects { account.append(object) } }
        return account
    }

    /// All rows of the ledger, in the order of the stories.
    var rows: LedgerRows {
        var rows = LedgerRows()
        for story in stories { for row in story.rows { rows.append(row) } }
        rows.balance()
        return rows
    }

    /// The world as text: what a failure prints.
    var description: String {
        let told = stories.map { story in
            ([story.title] + story.objects.map { "  stripe \($0)" } + story.rows.map { "  ledger \($0)" })
                .joined(separator: "\n")
        }
        let title = "world of seed \(seed), period \(period), \(ledger) ledger, customers \(customers)"
        return ([title] + told).joined(separator: "\n")
    }
}

/// Which tables an application keeps.
enum Ledger: Sendable, CaseIterable {
    /// The reference ledger's.
    case reference
    /// Those, subscription state and what was bought from providers.
    case extended
}

/// One sale or other happening.
struct Story: Sendable {
    /// What it is about.
    var title: String
    /// What Stripe has of it.
    var objects: [AccountObject] = []
    /// What the ledger has of it.
    var rows: [LedgerRow] = []

    init(_ title: String) { self.title = title }
}

extension [Story] {
    /// Gives the purchase rows their keys, in the order of the stories.
    mutating func numberPurchases() {
        var number = 0
        for story in indices {
            for row in self[story].rows.indices {
                guard case .purchase(var purchase) = self[story].rows[row] else { continue }
                number += 1
                purchase.number = number
                self[story].rows[row] = .purchase(purchase)
            }
        }
    }
}
