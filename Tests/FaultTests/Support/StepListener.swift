import Failpoints
import Foundation
import TestSupport

/// A step that a program has reached. It waits there until it was dealt with.
struct Arrival: Sendable {
    /// The step.
    let step: Step
    /// The program's process.
    let process: pid_t
    /// Which of many objects it is about; empty where there is one.
    let object: String
}

/// Hears of every step that programs reach which are started with its ``environment``, one after the other.
final class StepListener: Sendable {
    private let folder: WorkFolder
    private let descriptor: Int32

    /// Does something at each step before the program goes on.
    init(_ act: @escaping @Sendable (Arrival) -> Void) throws {
        folder = try WorkFolder()
        descriptor = try UnixAddress("\(folder.path)/steps").listen()
        let descriptor = descriptor
        Thread.detachNewThread { Self.serve(descriptor, act) }
    }

    deinit {
        // Wakes the thread, which closes it.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// What a program has to be started with.
    var environment: [String: String?] { ["TIEOUT_STEPS": "\(folder.path)/steps"] }

    private static func serve(_ descriptor: Int32, _ act: (Arrival) -> Void) {
        defer { close(descriptor) }
        while true {
            let program = accept(descriptor, nil, nil)
            guard program >= 0 else { return }
            if let arrival = Arrival(readingFrom: program) { act(arrival) }
            // A word rather than the end: a server that was started meanwhile has inherited the line and holds it open.
            _ = send(program, "\n", 1, Int32(MSG_NOSIGNAL))
            close(program)
        }
    }
}

extension Arrival {
    /// Reads `step process object` up to the end of the line; nil when the program has died over it.
    fileprivate init?(readingFrom descriptor: Int32) {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, let process = pid_t(words[1]),
            let step = Step.allCases.first(where: { "\($0)" == words[0] })
        else { return nil }
        self.init(step: step, process: process, object: String(words[2]))
    }
}
