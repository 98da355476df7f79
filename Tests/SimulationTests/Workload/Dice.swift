import StripeSimulator

/// Draws from a seed, with arithmetic of its own, because the standard library's may change with its version.
extension SplitMix64 {
    /// A number from 0 up to but without the bound.
    mutating func draw(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number of a range of whole numbers.
    mutating func draw(_ range: Range<Int64>) -> Int64 {
        range.lowerBound + Int64(draw(below: Int(range.upperBound - range.lowerBound)))
    }

    /// True in so many of a hundred cases.
    mutating func isOne(of percent: Int) -> Bool { draw(below: 100) < percent }

    /// One of the choices, each as likely as its weight says.
    mutating func choose<Choice>(_ choices: (Int, Choice)...) -> Choice {
        var rest = draw(below: choices.reduce(0) { $0 + $1.0 })
        for (weight, choice) in choices {
            if rest < weight { return choice }
            rest -= weight
        }
        preconditionFailure("weights are positive")
    }

    /// One of the elements.
    mutating func one<Element>(of elements: [Element]) -> Element { elements[draw(below: elements.count)] }
}
