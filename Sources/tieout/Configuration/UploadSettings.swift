import HTTPTransport
import ObjectStore
import Reconciliation

/// `reports.upload`: the object store that every report is copied to.
struct UploadSettings: Equatable {
    /// Where the store is; nil for AWS's own of the region.
    var endpoint: String?
    /// The region that requests are signed for.
    var region: String?
    /// The bucket; nil where nothing is uploaded.
    var bucket: String?
    /// What every key begins with, without slashes around it; empty for none.
    var prefix = ""
    /// How the bucket stands in an address.
    var addressing = ObjectStoreSettings.Addressing.path
    /// How the store is asked to encrypt, as it was written: `none`, `AES256` or `aws:kms`.
    var encryption = "none"
    /// The key of `aws:kms`.
    var kmsKey: String?
    /// How long links to a report hold, in seconds; nil where none are wanted.
    var links: Int64?
    /// How long an upload may take in all, in seconds.
    var timeLimit: Int64 = 5 * .minute
    /// `AWS_ACCESS_KEY_ID`.
    var accessKeyID: Secret?
    /// `AWS_SECRET_ACCESS_KEY`.
    var secretAccessKey: Secret?
    /// `AWS_SESSION_TOKEN`, of temporary credentials.
    var sessionToken: Secret?

    /// The variables that hold secrets, for whoever blots them out of what is printed.
    static let secrets = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]

    /// The bucket, and by whose right it is used.
    ///
    /// - Throws: ``Failure`` with status 78 for what is missing or cannot be.
    func settings(_ bucket: String, _ region: String) throws(Failure) -> ObjectStoreSettings {
        guard let accessKeyID, let secretAccessKey else {
            let missing = accessKeyID == nil ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY"
            throw Failure(
                .configuration,
                "reports.upload is set, and \(missing) is not",
                advice: "Set \(missing) or \(missing)_FILE to the access key that may write to the bucket."
            )
        }
        do throws(InvalidObjectStore) {
            var settings = try ObjectStoreSettings(
                endpoint: endpoint ?? "https://s3.\(region).amazonaws.com",
                region: region,
                bucket: bucket,
                addressing: addressing,
                credentials: .init(
                    accessKeyID: accessKeyID,
                    secretAccessKey: secretAccessKey,
                    sessionToken: sessionToken
                )
            )
            switch encryption {
            case "AES256": settings.encryption = .aes256
            case "aws:kms": settings.encryption = .kms(key: kmsKey)
            default: settings.encryption = .asTheBucketDoes
            }
            return settings
        } catch {
            throw Failure(.configuration, "reports.upload: \(error)")
        }
    }

    /// Whether nothing of it is set in the file; the environment's variables may be there for others.
    var isUntouched: Bool {
        var untouched = UploadSettings()
        (untouched.accessKeyID, untouched.secretAccessKey) = (accessKeyID, secretAccessKey)
        untouched.sessionToken = sessionToken
        return self == untouched
    }
}
