import ObjectStore

extension Failure {
    /// The failure that an object store's refusal is, with what to do about it.
    init(ofStore error: ObjectStoreError) {
        let again = "When the cause is gone, this makes good for it: tieout upload"
        switch error.kind {
        case .unreachable, .unavailable:
            self.init(.unavailable, "\(error)", advice: "Check reports.upload.endpoint. \(again)")
        case .outOfTime:
            self.init(.unavailable, "\(error)", advice: "Raise reports.upload.time_limit if it is too short. \(again)")
        case .stopped: self.init(.interrupted, "\(error)", advice: again)
        case .untrusted:
            self.init(
                .unavailable,
                "\(error)",
                advice: "Check reports.upload.endpoint and this machine's certificates."
            )
        case .unsupported:
            self.init(.configuration, "\(error)", advice: "Install a newer libcurl, or take reports.upload out.")
        case .unknownKey:
            self.init(
                .configuration,
                "\(error)",
                advice: "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. \(again)"
            )
        case .denied:
            self.init(
                .noPermission,
                "\(error)",
                advice:
                    "Give the key what docs/delivery.md asks for: list, read, write and delete below the prefix. \(again)"
            )
        case .clock: self.init(.configuration, "\(error)", advice: "Set this machine's clock, such as by NTP. \(again)")
        case .noBucket:
            self.init(
                .configuration,
                "\(error)",
                advice: "Make the bucket, or correct reports.upload.bucket and endpoint. \(again)"
            )
        case .otherRegion(_, let region):
            let correct = region.map { "Set reports.upload.region to \($0)" } ?? "Correct reports.upload.region"
            self.init(.configuration, "\(error)", advice: "\(correct), and the endpoint to that region's. \(again)")
        case .damaged:
            self.init(.unavailable, "\(error)", advice: "Look at the network and the disk: tieout verify. \(again)")
        case .refused: self.init(.failed, "\(error)", advice: "Look at what the store says of that code. \(again)")
        case .differs, .unlabelled:
            self.init(
                .broken,
                "\(error)",
                advice:
                    "Find out who put it there; move it away, and then: tieout upload. Published reports never change."
            )
        case .unreadable: self.init(.broken, "\(error)", advice: "Compare the folder with a copy of it: tieout verify")
        case .tooLarge: self.init(.failed, "\(error)", advice: "Copy this report by other means.")
        }
    }
}
