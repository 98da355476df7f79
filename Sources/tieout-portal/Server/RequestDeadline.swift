import NIOCore
import NIOHTTPTypes

/// Ends connections that dawdle: a request has to be whole in time, and its answer has to be taken.
///
/// Counting only how long nothing comes is not enough: whoever sends a byte now and then holds a connection for ever.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let whole: TimeAmount
    private let taken: TimeAmount
    private var timer: Scheduled<Void>?

    /// - Parameters:
    ///   - whole: within which a request has to be read, from the connection's or the last answer's end on.
    ///   - taken: within which some of the answer has to go out.
    init(whole: TimeAmount, taken: TimeAmount) {
        (self.whole, self.taken) = (whole, taken)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        start(whole, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // From its end on the request waits for us, until we answer.
        if case .end = unwrapInboundIn(data) { timer?.cancel() }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let isEnd = if case .end = unwrapOutboundIn(data) { true } else { false }
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        start(taken, context)
        written.futureResult.whenSuccess {
            handler.value.start(isEnd ? handler.value.whole : handler.value.taken, bound.value)
        }
        context.write(data, promise: written)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    private func start(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
    }
}
