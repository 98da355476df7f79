import ObjectStore
import Reconciliation

extension ConfigurationFile {
    /// Puts what the file says of uploads over the defaults.
    func applyUpload(to upload: inout UploadSettings) throws(Failure) {
        if let value = try text("reports.upload.endpoint") { upload.endpoint = value }
        if let value = try text("reports.upload.region") { upload.region = value }
        if let value = try text("reports.upload.bucket") { upload.bucket = value }
        if let value = try text("reports.upload.prefix") { upload.prefix = try prefix(value) }
        if let value = try text("reports.upload.addressing") {
            guard let addressing = ObjectStoreSettings.Addressing(rawValue: value) else {
                throw wrong("reports.upload.addressing", value, "path or virtual_host")
            }
            upload.addressing = addressing
        }
        if let value = try text("reports.upload.encryption") {
            guard ["none", "AES256", "aws:kms"].contains(value) else {
                throw wrong("reports.upload.encryption", value, "none, AES256 or aws:kms")
            }
            upload.encryption = value
        }
        if let value = try text("reports.upload.kms_key") { upload.kmsKey = try kmsKey(value, of: upload) }
        if let value = try text("reports.upload.links") {
            let seconds = try duration("reports.upload.links", value)
            guard (1...ObjectStoreSettings.longestLink).contains(seconds) else {
                throw wrong(
                    "reports.upload.links",
                    value,
                    "a time above zero and up to 7d, which is all that a store allows"
                )
            }
            upload.links = seconds
        }
        if let value = try text("reports.upload.time_limit") {
            upload.timeLimit = try duration("reports.upload.time_limit", value)
            guard upload.timeLimit > 0 else { throw wrong("reports.upload.time_limit", value, "a time above zero") }
        }
    }

    private func prefix(_ value: String) throws(Failure) -> String {
        let inner = value.drop { $0 == "/" }.reversed().drop { $0 == "/" }.reversed()
        // A key has 1,024 bytes at most, of which a run and a file take less than a hundred.
        guard ObjectKey.isPlain(String(inner)), inner.count <= 900 else {
            throw wrong(
                "reports.upload.prefix",
                value,
                "a plain path of letters, digits, dots, hyphens and underscores"
            )
        }
        return String(inner)
    }

    private func kmsKey(_ value: String, of upload: UploadSettings) throws(Failure) -> String {
        guard upload.encryption == "aws:kms" else {
            throw Failure(
                .configuration,
                "\(path): reports.upload.kms_key stands without encryption: aws:kms",
                advice: "Set reports.upload.encryption to aws:kms, or take the key out."
            )
        }
        // It becomes a header field.
        guard value.wholeMatch(of: /[A-Za-z0-9:\/_.-]{1,2048}/) != nil else {
            throw wrong("reports.upload.kms_key", value, "the id, alias or ARN of a key")
        }
        return value
    }
}
