package io.framelog.status;

import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * A publisher's latest status of its stream.
 *
 * @param state whether frames can be expected
 * @param reason why the state is not {@link State#LIVE}, or why frames of a live stream are dropped, in readable form;
 *     may be empty
 * @param size of the newest frame; empty before the first frame
 * @param framesPerSecond the recent frame rate; 0 before the first frame
 * @param source where the frames come from, without credentials
 * @param publisher the process that sends them: {@code host/pid}
 * @param run the publisher's run, as in its frames' headers
 * @param heartbeat when the status was written; a running publisher repeats it every {@link StatusTopic#HEARTBEAT}
 * @param newest the position of the newest frame that Kafka acknowledged; empty before the first frame
 * @param displayName what people call the stream; empty if that is the stream's name
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
        Optional<Position> newest,
        String displayName) {

    /** A status of a stream without a display name. */
    public StreamStatus(
            State state,
            String reason,
            Optional<ImageSize> size,
            double framesPerSecond,
            String source,
            String publisher,
            String run,
            Instant heartbeat,
            Optional<Position> newest) {
        this(state, reason, size, framesPerSecond, source, publisher, run, heartbeat, newest, "");
    }

    /** Whether frames can be expected. */
    public enum State {
        /** Frames are coming. */
        LIVE,
        /** The run has ended. */
        ENDED,
        /** The source is lost, and the publisher tries to open it again. */
        LOST
    }
}
