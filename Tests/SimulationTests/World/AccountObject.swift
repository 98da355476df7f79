import StripeSimulator

/// An object of the account, of any kind that a run reads.
enum AccountObject: Sendable, CustomStringConvertible {
    case charge(Charge)
    case session(CheckoutSession)
    case intent(PaymentIntent)
    case refund(Refund)
    case dispute(Dispute)
    case invoice(Invoice)
    case invoicePayment(InvoicePayment)
    case event(Event)
    case subscription(Subscription)
    case customer(Customer)

    /// The object's id at Stripe.
    var id: String {
        switch self {
        case .charge(let charge): charge.id
        case .session(let session): session.id
        case .intent(let intent): intent.id
        case .refund(let refund): refund.id
        case .dispute(let dispute): dispute.id
        case .invoice(let invoice): invoice.id
        case .invoicePayment(let payment): payment.id
        case .event(let event): event.id
        case .subscription(let subscription): subscription.id
        case .customer(let customer): customer.id
        }
    }

    var description: String {
        switch self {
        case .charge(let charge): "\(charge)"
        case .session(let session): "\(session)"
        case .intent(let intent): "\(intent)"
        case .refund(let refund): "\(refund)"
        case .dispute(let dispute): "\(dispute)"
        case .invoice(let invoice): "\(invoice)"
        case .invoicePayment(let payment): "\(payment)"
        case .subscription(let subscription): "\(subscription)"
        case .customer(let customer): "\(customer)"
        case .event(let event): "Event(\(event.id), created: \(event.created))"
        }
    }
}

extension StripeAccount {
    mutating func append(_ object: AccountObject) {
        switch object {
        case .charge(let charge): charges.append(charge)
        case .session(let session): checkoutSessions.append(session)
        case .intent(let intent): paymentIntents.append(intent)
        case .refund(let refund): refunds.append(refund)
        case .dispute(let dispute): disputes.append(dispute)
        case .invoice(let invoice): invoices.append(invoice)
        case .invoicePayment(let payment): invoicePayments.append(payment)
        case .subscription(let subscription): subscriptions.append(subscription)
        case .customer(let customer): customers.append(customer)
        case .event(let event): events.append(event)
        }
    }
}
