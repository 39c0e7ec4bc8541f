package io.framelog.viewer.discovery;

import io.framelog.frame.StreamName;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.part.Part;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Gives a stream that somebody begins to watch its newest picture out of the log: its next may be long in coming. */
public final class FirstPicture {
    private final NewestFrames newestFrames;
    private final LiveStreams streams;
    private final Map<StreamName, CompletableFuture<Optional<Part>>> asked = new ConcurrentHashMap<>();

    /** @param streams those that are watched */
    public FirstPicture(NewestFrames newestFrames, LiveStreams streams) {
        this.newestFrames = newestFrames;
        this.streams = streams;
    }

    /** Shows a stream's newest picture where it is watched and none came yet. From any thread; does not wait. */
    public void show(StreamName name) {
        LiveStream stream = streams.find(name);
        if (stream != null && !stream.isReceived()) {
            CompletableFuture<Optional<Part>> answer = newestFrames.request(name);
            // One request for each stream waits, however many came and went while Kafka was away: the latest, as it may
            // know better where the newest frame is.
            CompletableFuture<Optional<Part>> before = asked.put(name, answer);
            if (before != null) {
                before.cancel(false);
            }
            // Where it fails there is no picture to show yet: the next frame will be the first.
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
