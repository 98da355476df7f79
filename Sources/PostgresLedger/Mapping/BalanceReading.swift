/// Where a buyer's balance is read before and after a grant. Never SQL of a configuration's own: a column, a sum or a
/// function that is there.
public enum BalanceReading: Hashable, Sendable {
    /// The mapped column of the balance table.
    case column
    /// The sum of the buyer's mapped movements, where there is no balance table.
    case movements
    /// What a function gives that takes the buyer as its one argument of that name.
    case function(FunctionName, argument: String)
}
