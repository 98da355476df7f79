/// The members of an invoice that differ between the two shapes, and its one line.
extension Invoice {
    /// Where the invoice comes from and how it was paid: `parent` from basil on, members of their own before.
    func renderOrigin(into writer: inout ObjectWriter) {
        switch writer.shape {
        case .current: renderParent(into: &writer)
        case .beforeBasil: renderFormerMembers(into: &writer)
        }
    }

    private func renderParent(into writer: inout ObjectWriter) {
        writer.field("amount_overpaid", 0)
        writer.fixed("total_taxes", "[]")
        guard let subscription else { return writer.nulls("parent") }
        writer.object("parent") { parent in
            parent.nulls("quote_details")
            parent.object("subscription_details") { details in
                details.fixed("metadata", "{}")
                details.field("subscription", subscription)
            }
            parent.field("type", "subscription_details")
        }
    }

    private func renderFormerMembers(into writer: inout ObjectWriter) {
        writer.nulls("application_fee_amount")
        writer.field("charge", charge)
        writer.nulls("discount")
        writer.field("paid", status == "paid")
        writer.field("paid_out_of_band", paidOutOfBand)
        writer.field("payment_intent", paymentIntent)
        writer.nulls("quote")
        writer.field("subscription", subscription)
        if subscription == nil {
            writer.nulls("subscription_details")
        } else {
            writer.fixed("subscription_details", #"{"metadata":{}}"#)
        }
        writer.nulls("tax")
        writer.fixed("total_tax_amounts", "[]")
        writer.nulls("transfer_data")
    }

    func renderTransitions(into writer: inout ObjectWriter) {
        writer.object("status_transitions") { transitions in
            transitions.field("finalized_at", finalizedAt)
            transitions.field("marked_uncollectible_at", status == "uncollectible" ? finalizedAt : nil)
            transitions.field("paid_at", paidAt)
            transitions.field("voided_at", status == "void" ? finalizedAt : nil)
        }
    }

    func renderLines(into writer: inout ObjectWriter) {
        writer.list("lines", url: "/v1/invoices/\(id)/lines", [renderLine])
    }

    private func renderLine(into line: inout ObjectWriter) {
        line.field("id", "il_" + id.dropFirst(3))
        line.field("object", "line_item")
        line.field("amount", amountDue)
        line.field("currency", currency)
        line.field("description", "1 × Tieout Studio")
        line.fixed("discount_amounts", "[]")
        line.field("discountable", true)
        line.fixed("discounts", "[]")
        line.field("invoice", id)
        line.field("livemode", line.livemode)
        line.fixed("metadata", "{}")
        if line.shape == .beforeBasil {
            line.field("subscription", subscription)
            line.field("proration", false)
        } else {
            line.nulls("parent", "pricing", "pretax_credit_amounts", "taxes")
        }
        line.object("period") { period in
            period.field("end", created)
            period.field("start", created - 30 * 86_400)
        }
        line.field("quantity", 1)
        line.field("subtotal", amountDue)
    }
}
