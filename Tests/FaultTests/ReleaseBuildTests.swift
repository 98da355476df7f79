import Foundation
import TestSupport
import Testing

/// Builds for release have no place at which a test, or anybody else, could stop a run.
@Suite struct ReleaseBuildTests {
    @Test(arguments: [(["-O"], false), (["-Onone", "-D", "DEBUG"], true)])
    func theCompilerLeavesTheStepsOut(_ options: [String], areThere: Bool) throws {
        let folder = try WorkFolder()
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let sources = ["Step.swift", "StepReport.swift"].map { root.appending(path: "Sources/Failpoints/\($0)").path }
        let object = "\(folder.path)/Failpoints.o"
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments =
            [
                "swiftc", "-parse-as-library", "-swift-version", "6", "-wmo", "-module-name", "Failpoints", "-c", "-o",
                object,
            ]
            + options + sources
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
        let code = try Data(contentsOf: URL(filePath: object))
        #expect((code.range(of: Data("TIEOUT_STEPS".utf8)) != nil) == areThere)
    }
}
