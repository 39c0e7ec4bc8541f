package io.framelog.frame;

import java.util.OptionalLong;

/**
 * When a frame passed the stages between its capture and Kafka: microseconds since the epoch, by the publisher's clock.
 *
 * @param encodedMicros when its image was ready; empty if unknown, and for a recording, whose frames count as captured
 *     when they are due
 * @param sentMicros when it was given to Kafka's producer; empty if unknown, or if that has not happened yet
 */
public record Stages(OptionalLong encodedMicros, OptionalLong sentMicros) {
    /** No stage is known, as for a frame from another producer. */
    public static final Stages UNKNOWN = new Stages(OptionalLong.empty(), OptionalLong.empty());

    /** The stages of a frame whose image is ready and which was not sent yet. */
    public static Stages encoded(long micros) {
        return new Stages(OptionalLong.of(micros), OptionalLong.empty());
    }

    /** The same stages with the time of sending. */
    public Stages sent(long micros) {
        return new Stages(encodedMicros, OptionalLong.of(micros));
    }
}
