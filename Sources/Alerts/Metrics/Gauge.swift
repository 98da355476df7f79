/// A figure of one name, for each combination of its labels, as Prometheus reads it.
public struct Gauge: Hashable, Sendable {
    /// One value and what tells it from the others of the name.
    public struct Sample: Hashable, Sendable {
        /// The labels by their names.
        public var labels: [String: String]
        /// The value.
        public var value: Int64

        /// A sample of that value.
        public init(_ value: Int64, _ labels: [String: String] = [:]) { (self.value, self.labels) = (value, labels) }
    }

    /// Its name, with the unit at the end.
    public var name: String
    /// What it means, in one sentence.
    public var help: String
    /// Its values.
    public var samples: [Sample]

    /// A gauge of those values.
    public init(_ name: String, _ help: String, _ samples: [Sample]) {
        (self.name, self.help, self.samples) = (name, help, samples)
    }
}

extension [Gauge] {
    /// The gauges in Prometheus' text format: `HELP` and `TYPE` once a name, no times, a line end at the end.
    ///
    /// A gauge without values is left out.
    public var exposition: String {
        filter { !$0.samples.isEmpty }.map { gauge in
            let head =
                "# HELP \(gauge.name) \(gauge.help.escaped(["\\": "\\\\", "\n": "\\n"]))\n# TYPE \(gauge.name) gauge\n"
            let lines = gauge.samples.map { "\(gauge.name)\($0.labelText) \($0.value)\n" }.sorted()
            return head + lines.joined()
        }
        .joined()
    }
}

extension Gauge.Sample {
    fileprivate var labelText: String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.sorted { $0.key < $1.key }
            .map { "\($0.key)=\"\($0.value.escaped(["\\": "\\\\", "\n": "\\n", "\"": "\\\""]))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }
}

extension String {
    fileprivate func escaped(_ replacements: [Character: String]) -> String {
        reduce(into: "") { $0 += replacements[$1] ?? String($1) }
    }
}
