package io.framelog.viewer.catalog;

import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A snapshot of what is known of a stream.
 *
 * @param name its name
 * @param state its state
 * @param size of the newest frame
 * @param framesPerSecond lately; empty if not known: without a status it is known only while somebody watches
 * @param newest when the newest known frame was captured
 * @param age of that frame, by this machine's clock; never negative
 * @param clockSkew how far the clock that stamps its frames is ahead of this machine's; negative if it is behind; zero
 *     if it is right
 * @param source the publisher's source; empty without a status
 * @param displayName what people call the stream; empty if that is its name
 */
public record StreamView(
        StreamName name,
        StreamState state,
        Optional<ImageSize> size,
        OptionalDouble framesPerSecond,
        Optional<Instant> newest,
        Optional<Duration> age,
        Duration clockSkew,
        String source,
        String displayName) {
    /** What is wrong with the stream's clock, for people; empty if nothing is. */
    public String clockNote() {
        return clockSkew.isZero()
                ? ""
                : "the times of its frames are " + StreamState.inWords(clockSkew.abs())
                        + (clockSkew.isNegative() ? " behind" : " ahead of") + " the viewer's clock";
    }
}
