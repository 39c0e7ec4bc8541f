package io.framelog.viewer.catalog;

import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A stream as it is at a moment.
 *
 * @param name its name
 * @param state what is to be thought of it
 * @param size of the newest frame
 * @param framesPerSecond lately; empty where it is not known, which is so for what no publisher speaks of and nobody watches
 * @param newest when the newest known frame was captured
 * @param age of that frame, by this machine's clock; never below zero
 * @param source where its publisher has it from; empty where none says
 */
public record StreamView(
        StreamName name,
        StreamState state,
        Optional<ImageSize> size,
        OptionalDouble framesPerSecond,
        Optional<Instant> newest,
        Optional<Duration> age,
        String source) {}
