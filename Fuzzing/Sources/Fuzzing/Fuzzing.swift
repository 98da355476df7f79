import Foundation

/// Gives libFuzzer the reader that `TIEOUT_FUZZ` names, and the command line.
@main
enum Fuzzing {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(
            runDriver(&count, &arguments) { start, count in
                Reader.chosen.read(Array(UnsafeBufferPointer(start: start, count: count)))
                return 0
            }
        )
    }
}

/// libFuzzer's `LLVMFuzzerRunDriver`, of which no header comes with the toolchain.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// A part of Tieout that reads what others wrote. It takes or refuses an input; anything else ends the program.
enum Reader: String, CaseIterable {
    /// A page of Stripe's, of each kind.
    case page
    /// A session with that metadata.
    case metadata
    /// `tieout.yaml`.
    case configuration
    /// `plan.json`.
    case plan

    static let chosen: Reader = {
        let name = ProcessInfo.processInfo.environment["TIEOUT_FUZZ"] ?? ""
        guard let reader = Reader(rawValue: name) else {
            preconditionFailure("TIEOUT_FUZZ is one of \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return reader
    }()

    func read(_ input: [UInt8]) {
        switch self {
        case .page: PageReader.readPage(input)
        case .metadata: PageReader.readSession(metadata: input)
        case .configuration: FileReader.readConfiguration(input)
        case .plan: FileReader.readPlan(input)
        }
    }
}
