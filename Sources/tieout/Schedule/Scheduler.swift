import ArgumentParser

/// Who starts Tieout every night, of those that `tieout init --scheduler` writes files for; cron/README.md compares them.
enum Scheduler: String, CaseIterable {
    case systemd, cron, kubernetes

    /// The scheduler of that name.
    ///
    /// - Throws: `ValidationError` that names those that there are, and the nearest.
    init(name: String) throws {
        guard let scheduler = Scheduler(rawValue: name.lowercased()) else {
            let names = Self.allCases.map(\.rawValue)
            let nearest = name.lowercased().nearest(of: names).map { "; did you mean '\($0)'?" } ?? ""
            throw ValidationError("'\(name)' is none of \(names.joined(separator: ", "))\(nearest)")
        }
        self = scheduler
    }

    /// What to type once the files are where they belong.
    var nextSteps: [String] {
        switch self {
        case .systemd:
            [
                "Next: systemctl daemon-reload && systemctl enable --now tieout.timer",
                "Test: systemctl start tieout; journalctl -u tieout -n 50",
            ]
        case .cron: ["Test: runuser -u USER -- /usr/lib/tieout/run-tieout.sh doctor; tail /var/log/tieout/tieout.log"]
        case .kubernetes:
            [
                "Next: kubectl apply -f cronjob.yaml -f networkpolicy.yaml",
                "Test: kubectl create job --from=cronjob/tieout tieout-test && kubectl logs -f job/tieout-test",
            ]
        }
    }
}
