import Reconciliation

extension Alert {
    /// What is told of a run that ended by a failure; nil for what whoever started it has to see to: wrong usage, another
    /// run at work, a signal.
    init?(of failure: Failure) {
        switch failure.status {
        case .usage, .busy, .interrupted, .terminated: return nil
        case .unavailable: self.init(.runIncomplete, "the run could not finish: \(failure.sentence.forChannels)")
        default: self.init(.runFailed, "the run failed: \(failure.sentence.forChannels)")
        }
    }
}

extension String {
    /// The sentence as far as it may leave the machine: secrets blotted, on one line.
    var forChannels: String {
        Blotting.ofThisProcess.blottedByForm(self).printable.split(whereSeparator: \.isNewline).first.map(String.init)
            ?? ""
    }
}
