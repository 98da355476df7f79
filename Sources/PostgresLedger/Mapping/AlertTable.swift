/// The application's own table of alerts, in which a run leaves a row of each notice. Nothing is read of it.
public enum AlertTable {
    /// The columns that a mapping may name.
    public static let columns = ["alert_type", "provider", "severity", "message", "metadata", "created_at"]
    /// Those without which a row would say nothing.
    public static let indispensableColumns = ["message"]
    /// Its name in the configuration, among the tables of the ledger.
    public static let key = "alert"

    /// The view that rows are added through.
    static let view = "posting_alert"
}

extension MappedTable {
    /// `public.platform_alerts`, as the reference application has it.
    public static let platformAlerts = MappedTable("platform_alerts", [:], same: AlertTable.columns)
}
