package io.framelog.viewer.snapshot;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.discovery.NewestFrames;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.history.PastFrames;
import io.framelog.viewer.history.PastProblems;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.BodyWriter;
import io.framelog.viewer.http.DownloadName;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.Problems;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.part.Multipart;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.thumbnail.Thumbnails;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a single frame of a stream, or with its thumbnail: the newest frame (from memory if somebody watches
 * the stream, else from the log) or one of the past. A frame is sent as it is: a PNG stays a PNG, whatever the address
 * ends in. No thread of Jetty waits for Kafka or for the client; the server's idle timeout ends a client that stalls.
 */
final class SnapshotResource {
    /** How long finding the newest frame may take. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final int NOT_MODIFIED = 304;

    /** A request and its answer. */
    private record Exchange(Context context, ServletContextRequest request, StreamName name, SnapshotRequest wanted) {}

    private final LiveStreams streams;
    private final NewestFrames newestFrames;
    private final PastFrames pastFrames;
    private final Thumbnails thumbnails;
    private final KafkaHealth health;
    private final Slots slots;
    private final MomentParameters query;
    private final Clock clock = Clock.systemUTC();

    /** @param slots limits how many are sent at a time, since each keeps a frame in memory */
    SnapshotResource(
            LiveStreams streams,
            NewestFrames newestFrames,
            PastFrames pastFrames,
            Thumbnails thumbnails,
            KafkaHealth health,
            Slots slots,
            MomentParameters query) {
        this.streams = streams;
        this.newestFrames = newestFrames;
        this.pastFrames = pastFrames;
        this.thumbnails = thumbnails;
        this.health = health;
        this.slots = slots;
        this.query = query;
    }

    void answer(Context context, StreamName name) {
        SnapshotRequest wanted = SnapshotRequest.of(context, query, name);
        if (wanted.at().isPresent() && !health.now().isReady()) {
            throw new ProblemException(Problem.unavailable(health.now().detail()));
        }
        if (!slots.take()) {
            throw new ProblemException(
                    Problem.unavailable("this viewer has reached its limit of " + slots.limit() + " snapshots"));
        }
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        Exchange exchange = new Exchange(context, request, name, wanted);
        // The thread that finds the frame must not write to clients.
        Executor executor = request.getConnectionMetaData().getConnector().getExecutor();
        context.future(() -> find(name, wanted)
                .thenComposeAsync(part -> send(exchange, part, executor), executor)
                .exceptionallyAsync(fault -> refuse(context, name, fault), executor)
                .whenComplete((sent, fault) -> slots.giveBack()));
    }

    private CompletableFuture<Part> find(StreamName name, SnapshotRequest wanted) {
        return wanted.at()
                .map(at -> pastFrames.find(name, at, wanted.nearest()))
                .orElseGet(() -> newest(name));
    }

    private CompletableFuture<Part> newest(StreamName name) {
        LiveStream live = streams.find(name);
        Part newest = live == null ? null : live.newest();
        return newest == null
                ? newestFrames
                        .request(name)
                        .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                        .thenApply(found -> found.orElseThrow(() ->
                                new ProblemException(Problem.unavailable("the log has no frame of '" + name + "'"))))
                : CompletableFuture.completedFuture(newest);
    }

    private CompletableFuture<@Nullable Void> send(Exchange exchange, Part part, Executor executor) {
        if (!isVisible(exchange, part)) {
            part.release();
            throw new ProblemException(Problem.notFound("the log has no frame of '" + exchange.name + "' there"));
        }
        String known = exchange.context.header("If-None-Match");
        OptionalInt width = exchange.wanted.width();
        if (SnapshotCaching.isKnown(known, SnapshotCaching.etag(exchange.wanted, part))) {
            try {
                writeHead(exchange, part);
            } finally {
                part.release();
            }
            exchange.context.status(NOT_MODIFIED);
            return CompletableFuture.completedFuture(null);
        } else if (width.isPresent() && Thumbnails.isSmaller(part, width.getAsInt())) {
            return thumbnails
                    .get(part, width.getAsInt())
                    .whenComplete((thumbnail, fault) -> part.release())
                    .thenComposeAsync(
                            thumbnail -> send(exchange, part, ImageFormat.JPEG, thumbnail.image(), () -> {}), executor);
        }
        return send(exchange, part, part.format(), part.image(), part::release);
    }

    /** The last frame before a moment may be before the time that the client may see. */
    private static boolean isVisible(Exchange exchange, Part part) {
        Instant captured = Instant.EPOCH.plus(part.capturedMicros(), ChronoUnit.MICROS);
        return Admission.of(exchange.context)
                .range()
                .filter(range -> !range.contains(captured))
                .isEmpty();
    }

    private CompletableFuture<@Nullable Void> send(
            Exchange exchange, Part part, ImageFormat format, ByteBuffer image, Runnable release) {
        try {
            writeHead(exchange, part);
            exchange.context
                    .contentType(format.contentType())
                    .header(
                            "Content-Disposition",
                            DownloadName.header(
                                    "inline", DownloadName.of(exchange.name) + "." + format.fileExtension()))
                    .header("Content-Length", Integer.toString(image.remaining()));
        } catch (RuntimeException e) {
            release.run();
            throw e;
        }
        if (exchange.context.method().equals(HandlerType.HEAD)) {
            release.run();
            return CompletableFuture.completedFuture(null);
        }
        return BodyWriter.write(exchange.request.getHttpOutput(), image, release);
    }

    private void writeHead(Exchange exchange, Part part) {
        SnapshotRequest wanted = exchange.wanted;
        exchange.context
                .header("Cache-Control", SnapshotCaching.cacheControl(wanted, part, clock.instant()))
                .header("ETag", SnapshotCaching.etag(wanted, part))
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Timestamp", Multipart.timestamp(part.capturedMicros()))
                .header("X-Framelog-Position", part.position().toString());
        if (wanted.at().isPresent()) {
            // The address of exactly this frame, which can be cached for long (RFC 9110, 8.7).
            String width =
                    wanted.width().isPresent() ? "&width=" + wanted.width().getAsInt() : "";
            exchange.context.header(
                    "Content-Location",
                    folder(exchange) + StreamAddress.encode(exchange.name.value()) + ".jpg?at=" + part.position()
                            + width);
        }
    }

    /** The folder of the frames relative to the request, as a proxy may have the viewer under a path. */
    private static String folder(Exchange exchange) {
        return exchange.context.path().startsWith("/streams/") ? "" : "streams/";
    }

    private static @Nullable Void refuse(Context context, StreamName name, Throwable fault) {
        Problems.write(context, PastProblems.of(fault, "the frame of '" + name + "'"));
        return null;
    }
}
