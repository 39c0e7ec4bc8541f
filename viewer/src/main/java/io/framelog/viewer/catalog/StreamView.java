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
 * @param source the publisher's source; empty without a status
 */
public record StreamView(
        StreamName name,
        StreamState state,
        Optional<ImageSize> size,
        OptionalDouble framesPerSecond,
        Optional<Instant> newest,
        Optional<Duration> age,
        String source) {}
