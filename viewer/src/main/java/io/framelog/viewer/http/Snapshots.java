package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.NewestFrames;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.part.Multipart;
import io.framelog.viewer.part.Part;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Answers with a stream's newest frame: the fan-out's, where somebody watches the stream, else the log's. It is sent as it
 * is, so a PNG stays one also where the address ends in {@code .jpg}: the content type says so, and the name to save it under.
 */
final class Snapshots {
    /** How long Kafka may take. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final LiveStreams streams;
    private final NewestFrames newestFrames;

    Snapshots(LiveStreams streams, NewestFrames newestFrames) {
        this.streams = streams;
        this.newestFrames = newestFrames;
    }

    void answer(Context context, StreamName name) {
        LiveStream live = streams.find(name);
        Part newest = live == null ? null : live.newest();
        if (newest != null) {
            send(context, name, Optional.of(newest));
            return;
        }
        CompletableFuture<Optional<Part>> read =
                newestFrames.request(name).orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        context.future(() -> read.handle((part, fault) -> {
            if (fault == null) {
                send(context, name, part);
            } else {
                Problems.write(context, Problem.unavailable("the newest frame of '" + name + "' cannot be read now"));
            }
            return name;
        }));
    }

    private static void send(Context context, StreamName name, Optional<Part> newest) {
        if (newest.isEmpty()) {
            Problems.write(context, Problem.unavailable("the log has no frame of '" + name + "'"));
            return;
        }
        Part part = newest.get();
        byte[] image;
        try {
            ByteBuffer shared = part.image();
            image = new byte[shared.remaining()];
            shared.get(image);
        } finally {
            part.release();
        }
        context.contentType(part.format().contentType())
                .header("Cache-Control", "no-store")
                .header("X-Timestamp", Multipart.timestamp(part.capturedMicros()))
                .header(
                        "Content-Disposition",
                        "inline; filename=\"" + name + "." + part.format().fileExtension() + "\"")
                .header("Content-Length", Integer.toString(image.length))
                .result(image);
    }
}
