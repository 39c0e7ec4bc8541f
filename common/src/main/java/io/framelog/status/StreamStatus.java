package io.framelog.status;

import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * The latest that a publisher said of its stream.
 *
 * @param state whether frames are to be expected
 * @param reason why the state is not {@link State#LIVE}, for people; empty otherwise
 * @param size of the newest frame; empty before the first
 * @param framesPerSecond sent lately; 0 before the first
 * @param source where the frames come from, without credentials
 * @param publisher which process sends them: {@code host/pid}
 * @param run the publisher's run, as in its frames' headers
 * @param heartbeat when this was said; a live publisher says it anew every {@link StatusTopic#HEARTBEAT}
 * @param newest where the newest frame that Kafka acknowledged lies; empty before the first
 */
public record StreamStatus(
        State state,
        String reason,
        Optional<ImageSize> size,
        double framesPerSecond,
        String source,
        String publisher,
        String run,
        Instant heartbeat,
        Optional<Position> newest) {

    /** Whether frames are to be expected. */
    public enum State {
        /** Frames are coming. */
        LIVE,
        /** The source came to its end, or the publisher was stopped. */
        ENDED,
        /** The source is away, and the publisher tries to get it back. */
        LOST
    }
}
