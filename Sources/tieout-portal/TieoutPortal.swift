import ArgumentParser
import Hummingbird
import JWTKit

@main struct TieoutPortal: AsyncParsableCommand {
    func run() async throws {
        let router = Router()
        router.get("health") { _, _ in "ok" }
        try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 8099))).runService()
    }
}
