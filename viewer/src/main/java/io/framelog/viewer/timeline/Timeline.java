package io.framelog.viewer.timeline;

import io.framelog.event.StreamEvent;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the log has of a stream in a span of time.
 *
 * @param logBegins when the oldest record that is kept was written, in milliseconds since the epoch; empty where there is none
 * @param framesEstimated whether the numbers of frames are estimates
 * @param bytesEstimated whether the numbers of bytes are
 */
public record Timeline(
        Span span, OptionalLong logBegins, List<Bucket> buckets, boolean framesEstimated, boolean bytesEstimated) {
    /** Copies the list. */
    public Timeline {
        buckets = List.copyOf(buckets);
    }

    /**
     * A part of the span.
     *
     * @param span the end of one is the beginning of the next
     * @param frames that were captured in it
     * @param bytes of their images
     * @param gaps in which there are no frames, as far as they are in this part
     * @param events what happened, in the order of the time
     */
    public record Bucket(Span span, long frames, long bytes, List<Span> gaps, List<StreamEvent> events) {
        /** Copies the lists. */
        public Bucket {
            gaps = List.copyOf(gaps);
            events = List.copyOf(events);
        }
    }
}
