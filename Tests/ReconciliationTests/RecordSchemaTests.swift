import Reconciliation
import Testing

@Suite struct RecordSchemaTests {
    @Test(arguments: RecordKind.allCases)
    func itBeginsWithTheIdAndTheTimeOfCreation(_ kind: RecordKind) {
        let columns = RecordSchema.of(kind).columns
        #expect(columns.prefix(2).map(\.name) == ["id", "created"])
        #expect(columns.prefix(2).map(\.type) == [.text, .instant])
        // A customer who was deleted has no time of creation.
        #expect(columns.prefix(2).map(\.isRequired) == [true, kind != .customer])
    }

    @Test(arguments: RecordKind.allCases)
    func noColumnIsThereTwice(_ kind: RecordKind) {
        let schema = RecordSchema.of(kind)
        #expect(schema.kind == kind)
        #expect(Set(schema.columns.map(\.name)).count == schema.columns.count)
    }

    @Test(arguments: RecordKind.allCases)
    func aColumnIsFoundByItsName(_ kind: RecordKind) {
        let schema = RecordSchema.of(kind)
        #expect(schema.columns.map { schema.index(of: $0.name) } == Array(schema.columns.indices))
    }

    /// Names go into SQL as they are.
    @Test(arguments: RecordKind.allCases)
    func namesAreLowerCaseWords(_ kind: RecordKind) {
        let names = RecordSchema.of(kind).columns.map(\.name) + [kind.rawValue, kind.stageRelation]
        #expect(names.filter { $0.wholeMatch(of: /[a-z]+(_[a-z]+)*/) == nil } == [])
    }

    @Test(arguments: RecordKind.allCases)
    func everyColumnIsReadFromSomewhere(_ kind: RecordKind) {
        let unread = RecordSchema.of(kind).columns.filter { column in
            column.paths.isEmpty || column.paths.contains { $0.isEmpty || $0.contains("") }
        }
        #expect(unread.map(\.name) == [])
    }

    /// An amount or a currency that is guessed would be worth money.
    @Test func amountsThatDecideAboutMoneyAreRequired() {
        let required = RecordKind.allCases.map { kind in
            "\(kind.rawValue): "
                + RecordSchema.of(kind).columns.filter(\.isRequired).map(\.name).joined(separator: " ")
        }
        #expect(
            required == [
                "charge: id created amount amount_refunded currency captured status livemode",
                "checkout_session: id created mode payment_status livemode",
                "invoice: id created currency amount_due amount_paid livemode",
                "refund: id created amount currency",
                "dispute: id created amount currency status livemode",
                "payment_intent: id created amount currency status livemode",
                "event: id created type pending_webhooks livemode",
                "invoice_payment: id created invoice livemode",
                "subscription: id created status livemode",
                "customer: id",
            ]
        )
    }

    @Test func whatMovedBetweenApiVersionsIsReadFromBothPlaces() {
        let invoice = RecordSchema.of(.invoice)
        #expect(
            invoice.columns[invoice.index(of: "subscription")].paths == [
                ["parent", "subscription_details", "subscription"], ["subscription"],
            ]
        )
    }

    @Test func kindsHaveTheNamesOfTheirReportsAndRelations() {
        #expect(RecordKind.checkoutSession.plural == "checkout sessions")
        #expect(RecordKind.invoicePayment.stageRelation == "stage_invoice_payment")
        #expect(RecordKind.allCases.shuffled().sorted() == RecordKind.allCases)
    }
}
