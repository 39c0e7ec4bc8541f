package io.framelog.viewer.detect;

import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.Thumbnailer;
import io.framelog.frame.StreamName;
import io.framelog.viewer.history.FrameCursor;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.NoSuchFrameException;
import io.framelog.viewer.kafka.StoredFrame;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Finds motion in a stream's past, as fast as it can be read. For one thread, except its progress; used once. */
public final class PastDetection {
    /** The scene is learnt before the time that is searched. */
    private static final long RUN_UP_MICROS = 10_000_000;

    private final StreamName stream;
    private final StreamSettings settings;
    private final Consumer<Occurrence> output;
    private final Thumbnailer pictures = new Thumbnailer(BestPicture.QUALITY);
    private final SearchProgress progress = new SearchProgress();
    private final Map<String, StreamEvent> open = new HashMap<>();
    private Instant begin = Instant.MIN;

    /**
     * A search.
     *
     * @param output receives what was found, in the order in which it was over
     */
    public PastDetection(StreamName stream, StreamSettings settings, Consumer<Occurrence> output) {
        this.stream = stream;
        this.settings = settings;
        this.output = output;
    }

    /** How far it is. */
    public SearchProgress progress() {
        return progress;
    }

    /**
     * Searches.
     *
     * @param from what is over before it is left out
     * @param to the last frame is the last at or before it
     * @return whether the log still had all frames when they were read
     * @throws NoSuchFrameException if there is no frame
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public boolean run(HistoryReader reader, Moment from, Moment to) throws InterruptedException {
        Moment first = from;
        if (from instanceof At at) {
            begin = at.instant();
            first = new At(at.micros() - RUN_UP_MICROS);
        }
        FrameCursor cursor = reader.cursor(stream, first, to);
        boolean complete = true;
        try (Samples samples = new Samples(new DetectionCounters(), settings.faces())) {
            Map<Integer, WatchedStream> partitions = new HashMap<>();
            boolean any = false;
            for (StoredFrame next = cursor.next(); next != null; next = cursor.next()) {
                long micros = next.frame().capturedMicros();
                if (!(from instanceof At at) || micros >= at.micros()) {
                    any = true;
                    progress.frame(micros);
                }
                WatchedStream watched =
                        partitions.computeIfAbsent(next.position().partition(), this::watch);
                samples.look(watched, next.frame(), next.position().offset(), 1);
                complete &= !cursor.takeRetentionGap();
            }
            if (!any) {
                throw new NoSuchFrameException("the log has no frame of '" + stream + "' there");
            }
            partitions.values().forEach(WatchedStream::finish);
        }
        return complete;
    }

    private WatchedStream watch(int partition) {
        return new WatchedStream(settings.of(stream), new FindingEvents(stream, partition, true), pictures, this::take);
    }

    private void take(StreamEvent event) {
        String name = String.valueOf(event.more().get("event"));
        if ("began".equals(event.more().get("phase"))) {
            open.put(name, event);
            return;
        }
        StreamEvent began = open.remove(name);
        if (began != null && !event.time().isBefore(begin)) {
            progress.found();
            output.accept(new Occurrence(began, event));
        }
    }
}
