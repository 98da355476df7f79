import Yams

/// A place in a configuration file: what stands there, under which name and in which line.
struct Setting {
    /// The file.
    let file: String
    /// The key with those above it, such as `ledger.tables.balance`.
    let name: String
    /// What stands there.
    let node: Node

    /// The members of a mapping, in their order, all of which have to be known.
    ///
    /// - Throws: ``Failure`` with status 78 for anything but a mapping and for an unknown key, with the nearest known one.
    func members(of known: [String]) throws(Failure) -> [String: Setting] {
        var members: [String: Setting] = [:]
        for (key, setting) in try self.members() {
            guard known.contains(key) else {
                throw failure(
                    "unknown key \(name).\(key)",
                    at: setting.node,
                    advice: key.nearest(of: known).map { "Did you mean \(name).\($0)?" }
                        ?? "Known here: \(known.joined(separator: ", "))."
                )
            }
            members[key] = setting
        }
        return members
    }

    /// The members of a mapping whatever their names, in their order.
    ///
    /// - Throws: ``Failure`` with status 78 for anything but a mapping.
    func members() throws(Failure) -> [(key: String, setting: Setting)] {
        guard let mapping = node.mapping else { throw wrong("keys with values") }
        var members: [(String, Setting)] = []
        for (key, value) in mapping {
            guard let key = key.string else { throw wrong("keys with values") }
            members.append((key, Setting(file: file, name: "\(name).\(key)", node: value)))
        }
        return members
    }

    /// The one text that stands there.
    ///
    /// - Throws: ``Failure`` with status 78 for a list, a mapping or nothing.
    func text() throws(Failure) -> String {
        guard let text = node.scalar?.string, !text.isEmpty, text != "~" else { throw wrong("one value") }
        return text
    }

    /// A list of texts, or one text alone.
    ///
    /// - Throws: ``Failure`` with status 78 for anything else.
    func texts() throws(Failure) -> [String] {
        let items = node.sequence.map(Array.init) ?? [node]
        let texts = items.compactMap { $0.scalar?.string }.filter { !$0.isEmpty }
        guard texts.count == items.count, !texts.isEmpty else { throw wrong("one name or a list of names") }
        return texts
    }

    /// A whole number from 1 on.
    ///
    /// - Throws: ``Failure`` with status 78 for anything else.
    func count() throws(Failure) -> Int64 {
        guard let count = Int64(try text()), count > 0 else { throw wrong("a whole number from 1 on") }
        return count
    }

    /// The failure that what stands there is not what it has to be.
    func wrong(_ expected: String) -> Failure {
        let seen = node.scalar.map { "“\($0.string)”" } ?? (node.sequence == nil ? "a mapping" : "a list")
        return failure("\(name) is \(seen), which is not \(expected)", at: node)
    }

    /// A failure that names the file and the line of a node.
    func failure(_ sentence: String, at node: Node? = nil, advice: String? = nil) -> Failure {
        let line = (node ?? self.node).mark.map { ":\($0.line)" } ?? ""
        return Failure(.configuration, "\(file)\(line): \(sentence)", advice: advice)
    }
}
