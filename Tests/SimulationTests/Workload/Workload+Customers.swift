import StripeSimulator

/// Who the buyer is to Stripe: in some sales the only one who says who that is to the application.
extension Workload {
    mutating func introduce(_ draft: inout SaleDraft) {
        guard random.isOne(of: 15) else { return }
        let id = "cus_\(draft.number)"
        draft.session.customer = id
        if random.isOne(of: 60) { forgetBuyer(&draft) }
        draft.story.objects[0] = .session(draft.session)
        // One who was read by nobody, or whom Stripe does not know.
        guard random.isOne(of: 90) else { return }
        var customer = Customer(
            id,
            email: "\(id)@example.com",
            at: period.lowerBound - 90 * .day,
            metadata: words(of: draft.buyer)
        )
        customer.isDeleted = random.isOne(of: 10)
        draft.story.objects.append(.customer(customer))
    }

    /// Neither metadata nor a checkout row names the buyer.
    private func forgetBuyer(_ draft: inout SaleDraft) {
        if case .object = draft.session.metadata {
            draft.session.metadata["user_id"] = nil
            draft.session.metadata["userId"] = nil
        }
        draft.story.rows.removeAll { row in
            if case .checkout = row { true } else { false }
        }
    }

    /// What the application wrote into the customer's metadata, or what somebody else did.
    private mutating func words(of buyer: String) -> JSON {
        switch random.draw(below: 100) {
        case 0..<55: ["user_id": .string(buyer)]
        case 55..<70: ["userId": .string(" \(buyer.uppercased()) ")]
        case 70..<80: ["user_id": .string(random.one(of: buyers))]
        case 80..<85: ["user_id": "not a user"]
        case 85..<90: ["user_id": " ", "userId": .string(buyer)]
        default: ["plan": "pro"]
        }
    }
}
