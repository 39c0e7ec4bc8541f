package io.framelog.viewer.timeline;

import io.framelog.event.StreamEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the log has of a stream in a span of time.
 *
 * @param logBegins time of the log's oldest record, in milliseconds since the epoch; empty if there is none
 * @param framesEstimated whether the numbers of frames are estimates
 * @param bytesEstimated whether the numbers of bytes are estimates
 * @param coarse whether Kafka was too slow: the estimates are less exact, and gaps may be missing
 * @param note what is missing, and why; empty if nothing is
 */
public record Timeline(
        Span span,
        OptionalLong logBegins,
        List<Bucket> buckets,
        boolean framesEstimated,
        boolean bytesEstimated,
        boolean coarse,
        Optional<String> note) {
    /** Copies the list. */
    public Timeline {
        buckets = List.copyOf(buckets);
    }

    /**
     * A part of the span.
     *
     * @param span ends where the next part's begins
     * @param frames how many were captured in it
     * @param bytes of their images
     * @param gaps spans without frames, clipped to this part
     * @param events by time
     */
    public record Bucket(Span span, long frames, long bytes, List<Span> gaps, List<StreamEvent> events) {
        /** Copies the lists. */
        public Bucket {
            gaps = List.copyOf(gaps);
            events = List.copyOf(events);
        }
    }
}
