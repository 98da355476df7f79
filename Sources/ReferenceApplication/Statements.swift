import PostgresLedger

extension Statement {
    static let applicationSearchPath = Statement(
        "application_search_path",
        embedded: PackageResources.application_search_path_sql
    )
    static let checkoutOpen = Statement("checkout_open", embedded: PackageResources.checkout_open_sql)
    static let creditsConsume = Statement("credits_consume", embedded: PackageResources.credits_consume_sql)
    static let handlerGrant = Statement("handler_grant", embedded: PackageResources.handler_grant_sql)
    static let handlerInvoiceLog = Statement("handler_invoice_log", embedded: PackageResources.handler_invoice_log_sql)
    static let handlerPaymentLog = Statement("handler_payment_log", embedded: PackageResources.handler_payment_log_sql)
    static let handlerPurchase = Statement("handler_purchase", embedded: PackageResources.handler_purchase_sql)
    static let movementDate = Statement("movement_date", embedded: PackageResources.movement_date_sql)
    static let packageStock = Statement("package_stock", embedded: PackageResources.package_stock_sql)
    static let userDelete = Statement("user_delete", embedded: PackageResources.user_delete_sql)
    static let userSignUp = Statement("user_sign_up", embedded: PackageResources.user_sign_up_sql)
}
