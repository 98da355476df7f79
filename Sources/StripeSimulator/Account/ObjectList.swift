import Synchronization

/// The objects of one kind in the order in which they were added, found by id.
///
/// It carries a revision that is new after every change, so that a server knows when what it has rendered is out of date.
public struct ObjectList<Object: StripeObject>: Sendable {
    private var objects: [Object] = []
    private var places: [String: Int] = [:]
    private(set) var revision = Revision.next()

    /// An empty list.
    public init() {}

    /// Adds an object; lists show it among its second's objects as the newest. Two objects of one id are a slip of the caller.
    public mutating func append(_ object: Object) {
        let previous = places.updateValue(objects.count, forKey: object.id)
        precondition(previous == nil, "two objects with the id \(object.id)")
        objects.append(object)
        revision = Revision.next()
    }

    /// Takes an object away, as if Stripe had never had it.
    public mutating func remove(_ id: String) {
        guard let place = places[id] else { return }
        objects.remove(at: place)
        places = Dictionary(uniqueKeysWithValues: objects.enumerated().map { ($1.id, $0) })
        revision = Revision.next()
    }

    /// The object with this id, which must be there; its details can be changed in place, but not its id.
    public subscript(id: String) -> Object {
        get { objects[place(of: id)] }
        _modify {
            let place = place(of: id)
            revision = Revision.next()
            yield &objects[place]
            precondition(objects[place].id == id, "the id \(id) was changed to \(objects[place].id)")
        }
    }

    /// The object with this id, if there is one.
    public func find(_ id: String) -> Object? {
        places[id].map { objects[$0] }
    }

    /// Makes room for many objects at once.
    public mutating func reserveCapacity(_ count: Int) {
        objects.reserveCapacity(count)
        places.reserveCapacity(count)
    }

    private func place(of id: String) -> Int {
        guard let place = places[id] else { preconditionFailure("no \(Object.kind.rawValue) with the id \(id)") }
        return place
    }
}

extension ObjectList: RandomAccessCollection {
    /// The first place.
    public var startIndex: Int { 0 }
    /// One past the last place.
    public var endIndex: Int { objects.count }
    /// The object at a place in the order of adding.
    public subscript(place: Int) -> Object { objects[place] }
}

/// Numbers that are never given twice in a process, so that two different lists never look the same.
enum Revision {
    private static let last = Atomic<Int>(0)

    static func next() -> Int {
        last.wrappingAdd(1, ordering: .relaxed).newValue
    }
}
