import Foundation
import PostgresLedger
import Reconciliation
import Reports

/// Everything that can be set, with its defaults; flags go over the environment, the environment over the file.
struct Configuration: Equatable {
    /// Stripe's secret or restricted key.
    var stripeKey: String?
    /// Where Stripe's API is.
    var stripeBase = "https://api.stripe.com"
    /// The account's id, for the reports; a restricted key cannot read it.
    var stripeAccount: String?
    /// The most requests a second to one of Stripe's endpoints.
    var ratePerEndpoint = 25
    /// The most requests a second in all; nil for what Stripe allows by default: 100 live, 25 in a sandbox.
    var rate: Int?
    /// The URL of the ledger's database; nil for libpq's own `PG…` variables.
    var databaseURL: String?
    /// Whether `run` posts without `--apply`.
    var applies = false
    /// How far before the last clean cut-off a run begins, in seconds.
    var lookback: Int64 = 7 * .day
    /// How old an object has to be before a run looks at it, in seconds.
    var settlingTime: Int64 = 5 * .minute
    /// How many objects a run may read one by one.
    var lookUps = 500
    /// How long a webhook may come late, in seconds.
    var lateWebhooks: Int64 = 72 * .hour
    /// How much a run may grant without a person.
    var limits = GrantLimits()
    /// After how many failures in a row a run stops posting.
    var mostFailuresInARow: Int64 = 5
    /// Over how many connections a run posts at the same time, each for other buyers.
    var postingConnections = 4
    /// How old a plan may be that is applied, in seconds.
    var planAge: Int64 = 7 * .day
    /// Whether a plan has to be approved by another person than the one who made it.
    var requiresAnotherApprover = false
    /// How long a run without a sign of life keeps other runs out, in seconds.
    var lease: Int64 = 60
    /// Under which keys a session's metadata says who bought what.
    var metadataKeys = MetadataKeys()
    /// Where the application keeps its ledger, and the function that grants.
    var mapping = LedgerMapping.reference
    /// The IANA name of the zone whose days the reports tell.
    var timeZone = "UTC"
    /// Where runs write.
    var reportsDirectory = "reports"
    /// The address under which that folder is served, without a slash at its end.
    var reportsBaseURL: String?
    /// How CSV files begin.
    var csvDialect = CSVDialect.plain
    /// How long reports are kept; nil: for ever.
    var retention: Retention?
    /// The object store that reports are copied to.
    var upload = UploadSettings()
    /// Where and how events are replayed.
    var replay = ReplaySettings()
    /// Who is told when something is the matter.
    var alerts = AlertSettings()
    /// Who expects a run at its time.
    var heartbeat = HeartbeatSettings()
    /// Where a run's figures go.
    var metrics = MetricsSettings()
}
