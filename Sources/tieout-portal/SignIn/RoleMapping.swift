/// Which roles of others make a viewer, and which an approver.
struct RoleMapping: Hashable, Sendable {
    /// Roles that may see the reports.
    var viewers: Set<String> = ["finance"]
    /// Roles that may approve as well.
    var approvers: Set<String> = ["admin"]

    /// The most that those roles allow; nil when none of them is let in. Upper and lower case are told apart.
    func role(of names: some Sequence<String>) -> Account.Role? {
        names.compactMap { name -> Account.Role? in
            if approvers.contains(name) { return .approver }
            return viewers.contains(name) ? .viewer : nil
        }.max()
    }
}
