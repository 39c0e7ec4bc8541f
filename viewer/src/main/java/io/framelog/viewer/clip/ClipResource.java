package io.framelog.viewer.clip;

import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.AdmissionCheck;
import io.framelog.viewer.connection.Carrier;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.HistoryReaders.Kind;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.history.PastProblems;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Problems;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with part of a stream as a file, which is sent while it is being made, or kept first if a range of it is
 * requested. An error before the first byte is a problem; a later one breaks the answer off, so that the client does not
 * take half a clip for a whole one.
 */
final class ClipResource {
    private static final Logger LOG = LoggerFactory.getLogger(ClipResource.class);
    /** How long to wait for a reader. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String HTTP_1_1 = "HTTP/1.1";

    private final Clips clips;
    private final KeptClipResponse response;
    private final HistoryReaders readers;
    private final MomentParameters query;
    private final ClipAudit audit;

    ClipResource(Clips clips, HistoryReaders readers, MomentParameters query, ClipAudit audit) {
        this.query = query;
        this.audit = audit;
        this.clips = clips;
        this.response = new KeptClipResponse(clips);
        this.readers = readers;
    }

    void answer(Context context, StreamName stream, ClipKind kind) {
        ClipRequest request =
                ClipRequest.of(context, query, stream, kind, clips.limits().length());
        ServletContextRequest exchange = ServletContextRequest.getServletContextRequest(context.req());
        ClipCache.Key key = new ClipCache.Key(stream, kind, request.from(), request.to());
        boolean finished = request.isFinished(context);
        KeptClip kept = finished ? clips.cache().find(key) : null;
        boolean part =
                finished && context.method().equals(HandlerType.GET) && ByteRange.isPart(context.header("Range"));
        if (kept != null) {
            audit.sent(context, request, kept.firstMicros());
            context.future(() -> response.send(context, exchange, request, kept)
                    .exceptionally(fault -> refuse(context, exchange, request, fault)));
            return;
        }
        ClipSlot slot = takeSlot(exchange);
        Executor executor = exchange.getConnectionMetaData().getConnector().getExecutor();
        context.future(() -> (part
                        ? clips.run(slot, () -> keep(request, key))
                                .thenComposeAsync(made -> sendPart(context, exchange, request, key), executor)
                        : clips.run(slot, () -> stream(context, exchange, request, slot)))
                .exceptionally(fault -> refuse(context, exchange, request, fault)));
    }

    private ClipSlot takeSlot(ServletContextRequest exchange) {
        return clips.take(Carrier.of(exchange)::reset)
                .orElseThrow(() -> new ProblemException(Problem.unavailable("this viewer has reached its limit of "
                        + clips.slots().limit() + " clips; --max-clips raises it")));
    }

    /** A range needs the whole clip's length, so the clip is made first. */
    private void keep(ClipRequest request, ClipCache.Key key) throws IOException, InterruptedException {
        read(request, clip -> {
            try {
                clips.cache().keep(key, KeptClip.make(clip, clips.cache().limit()));
            } catch (IOException e) {
                LOG.warn(
                        "a clip of {} is sent without ranges, as it cannot be kept: {}",
                        request.stream(),
                        e.toString());
            } finally {
                ended(clip, request);
            }
        });
    }

    private CompletableFuture<@Nullable Void> sendPart(
            Context context, ServletContextRequest exchange, ClipRequest request, ClipCache.Key key) {
        KeptClip kept = clips.cache().find(key);
        if (kept != null) {
            audit.sent(context, request, kept.firstMicros());
            return response.send(context, exchange, request, kept);
        }
        ClipSlot slot = takeSlot(exchange);
        return clips.run(slot, () -> stream(context, exchange, request, slot));
    }

    private void stream(Context context, ServletContextRequest exchange, ClipRequest request, ClipSlot slot)
            throws IOException, InterruptedException {
        read(request, clip -> send(context, exchange, request, clip, slot));
    }

    /** Does something with a clip while its reader is borrowed. */
    @FunctionalInterface
    private interface Use {
        void of(Clip clip) throws IOException, InterruptedException;
    }

    private void read(ClipRequest request, Use use) throws IOException, InterruptedException {
        try (HistoryReader reader = readers.borrow(Kind.BULK, PATIENCE)) {
            try {
                use.of(find(request, reader));
            } catch (KafkaException | Error e) {
                reader.discard();
                throw e;
            }
        }
    }

    private Clip find(ClipRequest request, HistoryReader reader) {
        reader.requireKnown(request.stream(), request.from());
        reader.requireKnown(request.stream(), request.to());
        Clip clip = Clip.find(reader, request.kind(), request.stream(), request.from(), request.to(), request.now());
        request.requireLength(clip.firstMicros(), clip.end());
        return clip;
    }

    private void send(Context context, ServletContextRequest exchange, ClipRequest request, Clip clip, ClipSlot slot)
            throws IOException, InterruptedException {
        Runnable head = () -> writeHead(context, request, clip.firstMicros());
        if (context.method().equals(HandlerType.HEAD)) {
            head.run();
            return;
        }
        audit.sent(context, request, clip.firstMicros());
        Carrier carrier = Carrier.of(exchange);
        long idleMillis = carrier.idleMillis();
        carrier.setIdleMillis(clips.limits().pause().toMillis());
        Optional<AdmissionCheck> admission = AdmissionCheck.of(context, exchange.getConnectionMetaData());
        admission.ifPresent(check -> check.begin(carrier::reset));
        try {
            clip.write(new ResponseChannel(exchange.getHttpOutput(), head, clips.counters(), slot));
        } catch (ClientGoneException e) {
            clips.counters().brokeOff();
            LOG.debug("the client of a clip of {} is gone: {}", request.stream(), e.toString());
        } finally {
            admission.ifPresent(AdmissionCheck::end);
            ended(clip, request);
            carrier.setIdleMillis(idleMillis);
        }
    }

    private void ended(Clip clip, ClipRequest request) {
        clips.counters().add(clip.progress());
        if (clip.isIncomplete()) {
            clips.counters().jumped();
            LOG.warn("a clip of {} lacks frames: the log lost its oldest while they were read", request.stream());
        }
    }

    private static void writeHead(Context context, ClipRequest request, long firstMicros) {
        ClipHead.write(context, request, firstMicros);
        context.header("Accept-Ranges", "none");
        if (context.protocol().equals(HTTP_1_1)) {
            // Without it, Jetty sends no chunks to a client that asks it to close the connection, such as ffmpeg,
            // which takes the end of a body without chunks or length for an error.
            context.header("Transfer-Encoding", "chunked");
        }
    }

    /** Sends the error; breaks the answer off if a part of the clip was already sent. */
    private @Nullable Void refuse(
            Context context, ServletContextRequest exchange, ClipRequest request, Throwable fault) {
        Problem problem = PastProblems.of(fault, "the clip of '" + request.stream() + "'");
        if (context.res().isCommitted()) {
            clips.counters().brokeOff();
            // A client of HTTP/1.0, such as nginx, would take an orderly end for that of the clip.
            Carrier.of(exchange).reset();
        } else {
            Problems.write(context, problem);
        }
        return null;
    }
}
