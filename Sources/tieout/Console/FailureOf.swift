import ObjectStore
import PostgresLedger
import Reconciliation
import Reports
import StripeAPI

extension Failure {
    /// The failure that an error of an adapter is for whoever started the program.
    init(of error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as PostgresError: self.init(ofDatabase: error)
        case let error as StripeError:
            self.init(ofStripe: error)
            requestID = error.requestID
        case let error as ReportError: self.init(.cannotWriteReport, "\(error)")
        case let error as ObjectStoreError: self.init(ofStore: error)
        default: self.init(.failed, "\(error)")
        }
    }

    private init(ofDatabase error: PostgresError) {
        switch error {
        case .cannotConnect, .connectionLost, .commitOutcomeUnknown:
            self.init(
                .unavailable,
                "\(error)",
                advice: "Check DATABASE_URL and that the server is up; it is safe to run again."
            )
        case .leaseLost:
            self.init(.busy, "\(error)", advice: "What was posted stands, nothing is half done. Look at: tieout runs")
        case .invalidSettings: self.init(.configuration, "\(error)", advice: "Check DATABASE_URL.")
        case .server(let refusal) where refusal.sqlState == .insufficientPrivilege:
            self.init(.noPermission, "\(error)", advice: "`tieout doctor` says what the role lacks.")
        case .server(let refusal) where refusal.sqlState.isMissingObject:
            self.init(
                .configuration,
                "\(error)",
                advice: "`tieout doctor` says what is missing; `tieout migrate` makes Tieout's own schema."
            )
        default: self.init(.failed, "\(error)")
        }
    }

    private init(ofStripe error: StripeError) {
        switch error {
        case .invalidKey: self.init(.configuration, "\(error)")
        case .missingPermission: self.init(.noPermission, "\(error)")
        case .wrongMode: self.init(.configuration, "\(error)")
        case .unavailable, .unreachable, .brokenList, .unusableObject:
            self.init(
                .unavailable,
                "\(error)",
                advice: "The run is incomplete and posted nothing that depends on the missing part; run it again."
            )
        case .refused, .invalidRequest, .cancelled: self.init(.failed, "\(error)")
        }
    }

    /// How a run that ended so is written down.
    var runStatus: RunStatus {
        switch status {
        case .unavailable: .incomplete
        case .interrupted, .terminated: .stopped
        default: .failed
        }
    }
}
