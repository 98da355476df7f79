import Synchronization

/// All objects of one kind in the order of Stripe's lists, already rendered in one shape: newest first, the last added of a second before the others.
///
/// The bytes of all objects lie one after the other, so that a page is one copy, a cursor one look-up and a window two binary searches.
final class Listing: Sendable {
    let kind: ObjectKind
    let revision: Int
    /// Unix seconds, never rising.
    let created: [Int64]
    private let bytes: [UInt8]
    /// Where each object starts in `bytes`, and the end; a comma stands before each start but the first.
    private let starts: [Int]
    private let places: [String: Int]
    private let identifier: @Sendable (Int) -> String
    private let member: @Sendable (String, Int) -> String?
    private let renderExpanded: @Sendable (Int, [String: Alteration]) -> [UInt8]
    private let postings = Mutex<[String: [String: [Int]]]>([:])

    init<Object: StripeObject>(_ objects: ObjectList<Object>, shape: APIShape, livemode: Bool, since: Int64? = nil) {
        kind = Object.kind
        revision = objects.revision
        // Sorting looks at the seconds alone: fetching whole objects for each comparison would take longer than rendering.
        let seconds = objects.map(\.created)
        let order = objects.indices
            .filter { seconds[$0] >= since ?? .min }
            .sorted { (seconds[$0], $0) > (seconds[$1], $1) }
        created = order.map { seconds[$0] }
        (bytes, starts) = Self.render(objects, in: order, shape: shape, livemode: livemode)
        var places: [String: Int] = [:]
        places.reserveCapacity(order.count)
        for (place, index) in order.enumerated() { places[objects[index].id] = place }
        self.places = places
        identifier = { place in objects[order[place]].id }
        member = { name, place in objects[order[place]].member(name) }
        renderExpanded = { place, expansions in
            var writer = ObjectWriter(shape: shape, livemode: livemode)
            writer.write(objects[order[place]], expanding: expansions)
            return writer.bytes
        }
    }

    /// How many objects there are.
    var count: Int { created.count }

    /// Where an object stands; nil if there is none with this id.
    func place(of id: String) -> Int? {
        places[id]
    }

    /// The id of the object at a place.
    func id(at place: Int) -> String {
        identifier(place)
    }

    /// The rendered object at a place.
    func object(at place: Int) -> ArraySlice<UInt8> {
        bytes[starts[place]..<end(of: place)]
    }

    /// The rendered objects of neighbouring places, with commas between them.
    func objects(at range: Range<Int>) -> ArraySlice<UInt8> {
        guard !range.isEmpty else { return [] }
        return bytes[starts[range.lowerBound]..<end(of: range.upperBound - 1)]
    }

    /// The object at a place with some members replaced by the objects they name.
    func object(at place: Int, expanding expansions: [String: Alteration]) -> [UInt8] {
        renderExpanded(place, expansions)
    }

    /// The id that a member of the object at a place holds.
    func reference(_ name: String, at place: Int) -> String? {
        member(name, place)
    }

    /// The places, rising, of the objects whose value for a filter satisfies a condition.
    func places(where name: String, _ isMatch: (String) -> Bool) -> [Int] {
        let values = postings.withLock { postings in
            if let known = postings[name] { return known }
            var values: [String: [Int]] = [:]
            for place in 0..<count {
                guard let value = member(name, place) else { continue }
                values[value, default: []].append(place)
            }
            postings[name] = values
            return values
        }
        let matching = values.filter { isMatch($0.key) }
        if matching.count == 1, let only = matching.first { return only.value }
        return matching.values.flatMap { $0 }.sorted()
    }

    /// The places of the objects created in a closed interval of Unix seconds.
    func places(createdIn window: ClosedRange<Int64>) -> Range<Int> {
        let lower = firstPlace { $0 <= window.upperBound }
        let upper = firstPlace { $0 < window.lowerBound }
        return lower..<max(lower, upper)
    }

    private func firstPlace(where isReached: (Int64) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isReached(created[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func end(of place: Int) -> Int {
        place + 1 < count ? starts[place + 1] - 1 : starts[place + 1]
    }

    private static func render<Object: StripeObject>(
        _ objects: ObjectList<Object>,
        in order: [Int],
        shape: APIShape,
        livemode: Bool
    ) -> (bytes: [UInt8], starts: [Int]) {
        var bytes: [UInt8] = []
        var starts: [Int] = []
        starts.reserveCapacity(order.count + 1)
        var writer = ObjectWriter(shape: shape, livemode: livemode)
        for (place, index) in order.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            // The first thousand objects tell how much room all of them need; growing by doubling would need twice as much.
            if place == 1_000 { bytes.reserveCapacity(bytes.count / 1_000 * order.count / 100 * 105) }
            starts.append(bytes.count)
            writer.clear()
            writer.write(objects[index])
            bytes.append(contentsOf: writer.bytes)
        }
        starts.append(bytes.count)
        return (bytes, starts)
    }
}
