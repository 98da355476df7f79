import TestSupport

extension World {
    /// The smallest world in which something still holds: stories are dropped one by one, then objects and rows.
    func smallest(where holds: (World) async throws -> Bool) async throws -> World {
        var world = self
        var wasSmaller = true
        while wasSmaller {
            wasSmaller = false
            for smaller in world.withoutAStory() + world.withoutAPart() where try await holds(smaller) {
                world = smaller
                wasSmaller = true
                break
            }
        }
        return world
    }

    private func withoutAStory() -> [World] {
        // The first brings packages and buyers, which the others' rows refer to.
        stories.indices.dropFirst().map { place in
            var world = self
            world.stories.remove(at: place)
            return world
        }
    }

    private func withoutAPart() -> [World] {
        stories.indices.flatMap { story in
            stories[story].objects.indices.map { place in
                var world = self
                world.stories[story].objects.remove(at: place)
                return world
            }
                + stories[story].rows.indices.compactMap { place in
                    // Rows of a user who is not there could not be written.
                    if case .user = stories[story].rows[place] { return nil }
                    var world = self
                    world.stories[story].rows.remove(at: place)
                    return world
                }
        }
    }
}
