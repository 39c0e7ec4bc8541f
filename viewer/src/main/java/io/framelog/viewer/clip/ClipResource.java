package io.framelog.viewer.clip;

import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.Sockets;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.HistoryReaders.Kind;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.history.PastProblems;
import io.framelog.viewer.http.DownloadName;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Problems;
import io.framelog.viewer.part.Multipart;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with part of a stream as a file, which is sent while it is being made. An error before the first byte is a
 * problem; a later one closes the connection, so that the client does not take half a clip for a whole one.
 */
final class ClipResource {
    private static final Logger LOG = LoggerFactory.getLogger(ClipResource.class);
    /** How long to wait for a reader. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String HTTP_1_0 = "HTTP/1.0";

    private final Clips clips;
    private final HistoryReaders readers;
    private final MomentParameters query;

    ClipResource(Clips clips, HistoryReaders readers, MomentParameters query) {
        this.query = query;
        this.clips = clips;
        this.readers = readers;
    }

    void answer(Context context, StreamName stream, ClipKind kind) {
        ClipRequest request = ClipRequest.of(context, query, stream, kind);
        request.requireLength(clips.limits().length());
        ServletContextRequest exchange = ServletContextRequest.getServletContextRequest(context.req());
        ClipSlot slot = clips.take(() -> Sockets.reset(endPoint(exchange)))
                .orElseThrow(() -> new ProblemException(Problem.unavailable("this viewer has reached its limit of "
                        + clips.slots().limit() + " clips; --max-clips raises it")));
        context.future(() -> clips.run(slot, () -> read(context, exchange, request, slot))
                .exceptionally(fault -> refuse(context, exchange, request, fault)));
    }

    private void read(Context context, ServletContextRequest exchange, ClipRequest request, ClipSlot slot)
            throws IOException, InterruptedException {
        try (HistoryReader reader = readers.borrow(Kind.BULK, PATIENCE)) {
            try {
                make(context, exchange, request, reader, slot);
            } catch (KafkaException | Error e) {
                reader.discard();
                throw e;
            }
        }
    }

    private void make(
            Context context, ServletContextRequest exchange, ClipRequest request, HistoryReader reader, ClipSlot slot)
            throws IOException, InterruptedException {
        reader.requireKnown(request.stream(), request.from());
        reader.requireKnown(request.stream(), request.to());
        Clip clip = Clip.find(reader, request.kind(), request.stream(), request.from(), request.to(), request.now());
        ClipRequest.requireLength(clip.firstMicros(), clip.end(), clips.limits().length());
        Runnable head = () -> writeHead(context, request, clip.firstMicros());
        if (context.method().equals(HandlerType.HEAD)) {
            head.run();
            return;
        }
        EndPoint endPoint = endPoint(exchange);
        long idleMillis = endPoint.getIdleTimeout();
        endPoint.setIdleTimeout(clips.limits().pause().toMillis());
        try {
            clip.write(new ResponseChannel(exchange.getHttpOutput(), head, clips.counters(), slot));
        } catch (ClientGoneException e) {
            clips.counters().brokeOff();
            LOG.debug("the client of a clip of {} is gone: {}", request.stream(), e.toString());
        } finally {
            clips.counters().add(clip.progress());
            endPoint.setIdleTimeout(idleMillis);
        }
        if (clip.isIncomplete()) {
            clips.counters().jumped();
            LOG.warn("a clip of {} lacks frames: the log lost its oldest while they were read", request.stream());
        }
    }

    private static EndPoint endPoint(ServletContextRequest exchange) {
        return exchange.getConnectionMetaData().getConnection().getEndPoint();
    }

    private static void writeHead(Context context, ClipRequest request, long firstMicros) {
        ClipKind kind = request.kind();
        String name = FrameNames.ofClip(request.stream(), firstMicros, kind);
        if (!context.protocol().equals(HTTP_1_0)) {
            // Jetty would send no chunks if the client asked it to close the connection. ffmpeg does so, and takes the
            // end
            // of a body without chunks or length for an error.
            context.header("Transfer-Encoding", "chunked");
        }
        context.contentType(kind.contentType())
                .header("Cache-Control", "no-store, no-transform")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Accel-Buffering", "no")
                .header("Accept-Ranges", "none")
                .header("X-Timestamp", Multipart.timestamp(firstMicros))
                .header(
                        "Content-Disposition",
                        DownloadName.header(kind == ClipKind.MP4 ? "inline" : "attachment", name));
    }

    /** Sends the error; closes the connection if a part of the clip was already sent. */
    private @Nullable Void refuse(
            Context context, ServletContextRequest exchange, ClipRequest request, Throwable fault) {
        Problem problem = PastProblems.of(fault, "the clip of '" + request.stream() + "'");
        if (context.res().isCommitted()) {
            clips.counters().brokeOff();
            // A client of HTTP/1.0, such as nginx, would take an orderly end for that of the clip.
            Sockets.reset(endPoint(exchange));
        } else {
            Problems.write(context, problem);
        }
        return null;
    }
}
