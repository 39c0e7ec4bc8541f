package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.NewestFrames;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.metrics.Slots;
import io.framelog.viewer.part.Multipart;
import io.framelog.viewer.part.Part;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with a stream's newest frame: the fan-out's, where somebody watches the stream, else the log's. It is sent as it
 * is, so a PNG stays one also where the address ends in {@code .jpg}: the content type says so, and the name to save it under.
 * No thread waits for Kafka or for the client; a client that takes nothing is ended by the server's idle timeout.
 */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    /** How long Kafka may take. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final LiveStreams streams;
    private final NewestFrames newestFrames;
    private final Slots slots;

    /** @param slots bounds how many are sent at a time, since each holds a frame in memory */
    Snapshots(LiveStreams streams, NewestFrames newestFrames, Slots slots) {
        this.streams = streams;
        this.newestFrames = newestFrames;
        this.slots = slots;
    }

    void answer(Context context, StreamName name) {
        if (!slots.take()) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has its limit of " + slots.limit() + " snapshots that are being sent"));
        }
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        // What is found is found on the scout's thread, which may not write to clients.
        Executor executor = request.getConnectionMetaData().getConnector().getExecutor();
        context.future(() -> newest(name)
                .thenComposeAsync(newest -> send(context, request, name, newest), executor)
                .exceptionallyAsync(fault -> refuse(context, name, fault), executor)
                .whenComplete((sent, fault) -> slots.giveBack()));
    }

    private CompletableFuture<Optional<Part>> newest(StreamName name) {
        LiveStream live = streams.find(name);
        Part newest = live == null ? null : live.newest();
        return newest == null
                ? newestFrames.request(name).orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                : CompletableFuture.completedFuture(Optional.of(newest));
    }

    private static CompletableFuture<@Nullable Void> send(
            Context context, ServletContextRequest request, StreamName name, Optional<Part> newest) {
        if (newest.isEmpty()) {
            Problems.write(context, Problem.unavailable("the log has no frame of '" + name + "'"));
            return CompletableFuture.completedFuture(null);
        }
        Part part = newest.get();
        writeHead(context, name, part);
        if (context.method().equals(HandlerType.HEAD)) {
            part.release();
            return CompletableFuture.completedFuture(null);
        }
        return SnapshotWriter.write(request.getHttpOutput(), part);
    }

    private static @Nullable Void refuse(Context context, StreamName name, Throwable fault) {
        LOG.debug("no snapshot of {}: {}", name, fault.toString());
        Problems.write(context, Problem.unavailable("the newest frame of '" + name + "' cannot be read now"));
        return null;
    }

    private static void writeHead(Context context, StreamName name, Part part) {
        context.contentType(part.format().contentType())
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Timestamp", Multipart.timestamp(part.capturedMicros()))
                .header(
                        "Content-Disposition",
                        "inline; filename=\"" + name + "." + part.format().fileExtension() + "\"")
                .header("Content-Length", Integer.toString(part.imageLength()));
    }
}
