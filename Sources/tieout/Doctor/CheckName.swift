/// The checks by their names, which scripts may rely on; `docs/doctor.md` explains each.
enum CheckName: String, CaseIterable {
    /// The Stripe key: its mode, and whether it is restricted.
    case key
    /// What the key may read.
    case reads
    /// This machine's clock against Stripe's.
    case clock
    /// Stripe's webhook endpoints.
    case webhooks
    /// Where reports are written.
    case reports
    /// The object store that reports are copied to, where one is set.
    case upload
    /// Who is told when something is the matter, and who watches that runs come.
    case alerts
    /// One test message to a channel, where it was asked for.
    case alertTest = "alert_test"
    /// The database, its version, and whether it can be written to.
    case database
    /// How the connection to the database is secured.
    case tls
    /// Whether a pooler is in between.
    case pooler
    /// The mapped tables and columns.
    case tables
    /// The rights of our role on them.
    case rights
    /// Whether row-level security hides rows.
    case rowSecurity = "row_security"
    /// Tieout's own schema.
    case schema
    /// The rights of our role on it.
    case ownRights = "own_rights"
    /// The application's own table of alerts.
    case alertTable = "alert_table"
    /// Live or test: the key's mode and the ledger's.
    case mode
    /// Whether earlier grants carry a Stripe id.
    case evidence
    /// The granting function and its arguments.
    case function
    /// Other functions of its name.
    case overloads
    /// Who else may execute it.
    case callers
    /// Its search path.
    case searchPath = "search_path"
    /// Whose rights it runs with.
    case owner
    /// The unique index that makes a second grant fail.
    case guardIndex = "guard"
    /// One credit, given and rolled back.
    case trialGrant = "trial_grant"
    /// Packages' prices against Stripe's.
    case packagePrices = "package_prices"
}
