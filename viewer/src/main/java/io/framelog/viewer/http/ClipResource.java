package io.framelog.viewer.http;

import io.framelog.cli.CommandFailure;
import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.viewer.clip.ClipJob;
import io.framelog.viewer.clip.ClipKind;
import io.framelog.viewer.clip.ClipProgress;
import io.framelog.viewer.clip.FirstAndRest;
import io.framelog.viewer.clip.FrameNames;
import io.framelog.viewer.history.FrameCursor;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.HistoryReaders.Kind;
import io.framelog.viewer.history.NoReaderFreeException;
import io.framelog.viewer.history.NoSuchPositionException;
import io.framelog.viewer.kafka.StoredFrame;
import io.framelog.viewer.part.Multipart;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with a stretch of a stream as a file, sent while it is being made. What is wrong is told before anything is sent;
 * what fails later ends the connection, so that no client takes half a clip for a whole one.
 */
final class ClipResource {
    private static final Logger LOG = LoggerFactory.getLogger(ClipResource.class);
    /** How long to wait where others read the log. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Clips clips;
    private final HistoryReaders readers;
    private final HistoryQuery query;

    ClipResource(Clips clips, HistoryReaders readers, HistoryQuery query) {
        this.query = query;
        this.clips = clips;
        this.readers = readers;
    }

    void answer(Context context, StreamName stream, ClipKind kind) {
        ClipRequest request = ClipRequest.of(context, query, stream, kind);
        request.requireLength(clips.limits().length());
        if (!clips.slots().take()) {
            throw new ProblemException(Problem.unavailable("this viewer has its limit of "
                    + clips.slots().limit() + " clips that are being made (--max-clips)"));
        }
        context.future(() -> start(context, request));
    }

    private CompletableFuture<@Nullable Void> start(Context context, ClipRequest request) {
        try {
            return clips.run(() -> make(context, request));
        } catch (RejectedExecutionException e) {
            Problems.write(context, Problem.unavailable("the viewer ends"));
            return CompletableFuture.completedFuture(null);
        }
    }

    private void make(Context context, ClipRequest request) {
        ServletContextRequest exchange = ServletContextRequest.getServletContextRequest(context.req());
        try (HistoryReader reader = readers.borrow(Kind.BULK, PATIENCE)) {
            try {
                make(context, exchange, request, reader);
            } catch (KafkaException e) {
                reader.discard();
                throw e;
            }
        } catch (ProblemException e) {
            refuse(context, exchange, e, e.problem());
        } catch (NoSuchPositionException e) {
            refuse(context, exchange, e, Problem.notFound(String.valueOf(e.getMessage())));
        } catch (NoReaderFreeException e) {
            refuse(context, exchange, e, Problem.unavailable(String.valueOf(e.getMessage())));
        } catch (KafkaException e) {
            refuse(context, exchange, e, Problem.unavailable("Kafka does not give the frames: " + e.getMessage()));
        } catch (CommandFailure e) { // FFmpeg's libraries
            refuse(context, exchange, e, Problem.of(501, "Not possible here", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            refuse(context, exchange, e, Problem.unavailable("the viewer ends"));
        } catch (IOException | RuntimeException | Error e) { // an Error, too: half a clip may not end like a whole one
            LOG.error("no clip of {}: {}", request.stream(), e.toString(), e);
            refuse(context, exchange, e, Problem.of(500, "Internal error", "the viewer's log says more"));
        }
    }

    private void make(Context context, ServletContextRequest exchange, ClipRequest request, HistoryReader reader)
            throws IOException, InterruptedException {
        ClipRequest.Ending ending = request.ending(reader);
        FrameCursor cursor = reader.cursor(request.stream(), request.from(), ending.to());
        @Nullable StoredFrame first = cursor.next();
        if (first == null) {
            throw request.noFrame();
        }
        ClipRequest.requireLength(
                first.frame().capturedMicros(), ending.time(), clips.limits().length());
        writeHead(context, request, first.frame());
        if (context.method().equals(HandlerType.HEAD)) {
            return;
        }
        EndPoint endPoint = endPoint(exchange);
        long idleMillis = endPoint.getIdleTimeout();
        endPoint.setIdleTimeout(clips.limits().pause().toMillis());
        try {
            write(
                    request,
                    new FirstAndRest(first, cursor),
                    new ResponseChannel(exchange.getHttpOutput(), clips.counters()));
        } finally {
            endPoint.setIdleTimeout(idleMillis);
        }
        if (cursor.takeRetentionGap()) {
            clips.counters().jumped();
            LOG.warn("a clip of {} lacks frames: the log lost its oldest while it was made", request.stream());
        }
    }

    private static EndPoint endPoint(ServletContextRequest exchange) {
        return exchange.getConnectionMetaData().getConnection().getEndPoint();
    }

    private void write(ClipRequest request, FirstAndRest frames, ResponseChannel channel)
            throws IOException, InterruptedException {
        ClipProgress progress = new ClipProgress();
        try {
            new ClipJob(request.kind(), request.stream()).run(frames, channel, progress);
        } catch (ClientGoneException e) {
            clips.counters().brokeOff();
            LOG.debug("the client of a clip of {} is gone: {}", request.stream(), e.toString());
        } finally {
            clips.counters().add(progress);
        }
        if (progress.frames() == 0) {
            throw new ProblemException(
                    Problem.notFound("the log has only damaged frames of '" + request.stream() + "' there"));
        }
    }

    private static void writeHead(Context context, ClipRequest request, Frame first) {
        ClipKind kind = request.kind();
        String name = FrameNames.ofClip(request.stream(), first.capturedMicros(), kind);
        context.contentType(kind.contentType())
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Accel-Buffering", "no")
                .header("Accept-Ranges", "none")
                .header("X-Timestamp", Multipart.timestamp(first.capturedMicros()))
                .header(
                        "Content-Disposition",
                        (kind == ClipKind.MP4 ? "inline" : "attachment") + "; filename=\"" + name + "\"");
    }

    /** Says why there is no clip; where a part of it was sent already, ends the connection in its midst. */
    private void refuse(Context context, ServletContextRequest exchange, Throwable reason, Problem problem) {
        LOG.debug("no clip: {}", reason.toString());
        if (context.res().isCommitted()) {
            clips.counters().brokeOff();
            endPoint(exchange).close(reason);
        } else {
            context.res().reset();
            Problems.write(context, problem);
        }
    }
}
