package io.framelog.viewer.discovery;

import io.framelog.frame.StreamName;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.part.Part;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows the newest picture of the log when somebody begins to watch a stream: its next frame may take long.
 * Thread-safe.
 */
public final class FirstPicture {
    private final NewestFrames newestFrames;
    private final LiveStreams streams;
    private final Map<StreamName, CompletableFuture<Optional<Part>>> asked = new ConcurrentHashMap<>();

    /** @param streams the watched ones */
    public FirstPicture(NewestFrames newestFrames, LiveStreams streams) {
        this.newestFrames = newestFrames;
        this.streams = streams;
    }

    /** Shows a stream's newest picture if it is watched and has no frame yet. Thread-safe; does not wait. */
    public void show(StreamName name) {
        LiveStream stream = streams.find(name);
        if (stream != null && !stream.isReceived()) {
            CompletableFuture<Optional<Part>> answer = newestFrames.request(name);
            // One request waits for each stream, however many clients came and went while Kafka was away: the latest,
            // since it may know better where the newest frame is.
            CompletableFuture<Optional<Part>> before = asked.put(name, answer);
            if (before != null) {
                before.cancel(false);
            }
            // If it fails, the next frame will be the first picture.
            CompletableFuture<Void> unused = answer.whenComplete((part, fault) -> asked.remove(name, answer))
                    .thenAccept(this::offer);
        }
    }

    private void offer(Optional<Part> newest) {
        newest.ifPresent(part -> {
            LiveStream stream = streams.find(part.stream());
            if (stream == null) {
                part.release();
            } else {
                stream.offerFound(part);
            }
        });
    }
}
