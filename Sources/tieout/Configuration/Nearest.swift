extension String {
    /// The candidate that is fewest changes away, if at most a third of its letters differ.
    func nearest(of candidates: [String]) -> String? {
        let ranked = candidates.map { (name: $0, distance: distance(to: $0)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance * 3 <= max(3, best.name.count)
        else {
            return nil
        }
        return best.name
    }

    /// Insertions, deletions and replacements from one text to the other (Levenshtein's distance).
    private func distance(to other: String) -> Int {
        let target = Array(other)
        var row = Array(0...target.count)
        for (index, letter) in self.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in target.indices {
                let replaced = diagonal + (target[column] == letter ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[target.count]
    }
}
