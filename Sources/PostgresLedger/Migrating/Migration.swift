/// A step of Tieout's own schema. Steps are only ever added; one that was released is never changed.
struct Migration {
    /// Its place in the order, from 1.
    let version: Int64
    /// The stem of its file.
    let name: String
    /// Its statements.
    let script: String

    /// What writes down that the step was taken; both values are constants of the program.
    var note: String { "INSERT INTO tieout.migration (version, name) VALUES (\(version), '\(name)');" }

    private init(_ version: Int64, _ name: String, _ bytes: [UInt8]) {
        self.version = version
        self.name = name
        script = String(decoding: bytes, as: UTF8.self)
    }

    /// Schema and list of steps; run before every migration.
    static let begin = Migration(0, "schema_0000_begin", PackageResources.schema_0000_begin_sql)

    /// All steps in their order.
    static let all = [
        Migration(1, "schema_0001_tables", PackageResources.schema_0001_tables_sql),
        Migration(2, "schema_0002_stage", PackageResources.schema_0002_stage_sql),
        Migration(3, "schema_0003_match", PackageResources.schema_0003_match_sql),
        Migration(4, "schema_0004_slice", PackageResources.schema_0004_slice_sql),
        Migration(5, "schema_0005_roll_forward", PackageResources.schema_0005_roll_forward_sql),
        Migration(8, "schema_0008_lease", PackageResources.schema_0008_lease_sql),
        Migration(10, "schema_0010_purchase_day", PackageResources.schema_0010_purchase_day_sql),
        Migration(11, "schema_0011_reference_is_only", PackageResources.schema_0011_reference_is_only_sql),
        Migration(12, "schema_0012_plan", PackageResources.schema_0012_plan_sql),
        Migration(13, "schema_0013_late_promise", PackageResources.schema_0013_late_promise_sql),
        Migration(14, "schema_0014_analyze", PackageResources.schema_0014_analyze_sql),
        Migration(15, "schema_0015_report_views", PackageResources.schema_0015_report_views_sql),
        Migration(16, "schema_0016_alert", PackageResources.schema_0016_alert_sql),
        Migration(17, "schema_0017_kept_result", PackageResources.schema_0017_kept_result_sql),
        Migration(18, "schema_0018_monitor", PackageResources.schema_0018_monitor_sql),
        Migration(19, "schema_0019_roll_forward", PackageResources.schema_0019_roll_forward_sql),
        Migration(20, "schema_0020_alert_environment", PackageResources.schema_0020_alert_environment_sql),
        Migration(22, "schema_0022_replay", PackageResources.schema_0022_replay_sql),
        Migration(23, "schema_0023_decision", PackageResources.schema_0023_decision_sql),
    ]
}
