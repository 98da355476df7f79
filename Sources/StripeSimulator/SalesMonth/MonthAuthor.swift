/// Writes a month: draws the pages and their stories, and lets each play at Stripe and in the application.
struct MonthAuthor {
    let options: SalesMonth.Options
    var account: StripeAccount
    var random: SplitMix64
    private var history: [HistoryStep] = []
    /// Buyers who stay; those who delete their accounts buy once and are not among them.
    private var buyers: [Buyer] = []

    init(_ options: SalesMonth.Options) {
        precondition(options.sessions > 0 && options.days > 1, "a month has pages and at least two days")
        self.options = options
        account = StripeAccount(livemode: options.livemode)
        random = SplitMix64(seed: options.seed)
    }

    /// Unix seconds of the month's start.
    var start: Int64 { options.ending - options.days * 86_400 }

    /// The application writes its metadata in camel case in the last third of the month.
    var camelCaseSince: Int64 { options.ending - options.days * 86_400 / 3 }

    mutating func write() {
        for _ in 0..<max(5, options.sessions / 4) { buyers.append(signUp(before: start)) }
        for opening in openings() { play(opening) }
        writeRenewals()
        writeOrphanCharges()
    }

    /// Steps in order of time; those of one second in the order in which they were written.
    func orderedHistory() -> [HistoryStep] {
        history.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// Whether something at this instant still belongs to the month, with a minute for its webhook to arrive.
    func isWithinMonth(_ instant: Int64) -> Bool {
        instant < options.ending - 60
    }

    mutating func happen(_ step: HistoryStep) {
        history.append(step)
    }

    mutating func someBuyer() -> Buyer {
        buyers[random.below(buyers.count)]
    }

    mutating func signUp(before latest: Int64) -> Buyer {
        let id = random.uuid()
        let signedUpAt = latest - random.among(60...200 * 86_400)
        let customer = "cus_" + random.token(length: 14)
        let buyer = Buyer(id: id, email: "\(id.prefix(8))@example.com", customer: customer, signedUpAt: signedUpAt)
        account.customers.append(Customer(customer, email: buyer.email, at: signedUpAt))
        happen(.signUp(buyer))
        return buyer
    }

    /// Records an event and its delivery: in the outage nobody answers, otherwise the handler works, with its flaw if it has one.
    mutating func tell(_ type: String, _ object: EventObject, at instant: Int64, flaw: HandlerFlaw? = nil) {
        let deliveredAt = instant + random.among(1...4)
        let isDown = options.outage?.contains(deliveredAt) ?? false
        let id = "evt_1" + random.token(length: 23)
        let event = account.record(type, about: object, at: instant, id: id, pendingWebhooks: isDown ? 1 : 0)
        let flaw = isDown ? .endpointDown : flaw
        happen(.webhook(WebhookDelivery(event: event, at: deliveredAt, attempt: 1, flaw: flaw)))
    }

    /// Delivers the last event once more, a few minutes later, because the first answer was lost.
    mutating func tellAgain(_ event: Event) {
        let again = event.created + random.among(60...600)
        guard !(options.outage?.contains(again) ?? false) else { return }
        happen(.webhook(WebhookDelivery(event: event, at: again, attempt: 2, flaw: .deliveredAgain)))
    }
}
