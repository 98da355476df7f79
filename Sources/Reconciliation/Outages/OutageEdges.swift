extension Outage {
    /// Takes in what a log missed at the same time: its edges narrow those that are known.
    mutating func join(_ other: Outage, of source: ArrivalSource) {
        if !sources.contains(source) { sources.append(source) }
        began.to = min(began.to, other.began.to)
        ended.from = max(ended.from, other.ended.from)
        if other.began.from < began.to, other.began.from > began.from, !other.began.isOpen {
            began = Edge(from: other.began.from, to: began.to)
        }
        if other.ended.to > ended.from, other.ended.to < ended.to, !other.ended.isOpen {
            ended = Edge(from: ended.from, to: other.ended.to)
        }
    }

    /// Events that could not be delivered are told of more than what is sold: they say more closely when it began and
    /// ended.
    mutating func narrow(by evidence: DeliveryEvidence) {
        let within = evidence.undelivered.filter { began.from < $0.created && $0.created < ended.to }
        guard let first = within.first?.created, let last = within.last?.created else { return }
        began.to = min(began.to, first)
        ended.from = max(ended.from, last)
    }
}
