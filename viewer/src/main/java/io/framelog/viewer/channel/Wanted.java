package io.framelog.viewer.channel;

import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One picture that a window wants. Two that are equal are the same picture.
 *
 * @param id the window's own number for it
 * @param width how wide a picture is enough, in pixels; empty for full pictures
 * @param minInterval the shortest time between two frames; zero for every frame
 * @param from where a replay begins, in the text of an address; empty for live pictures
 * @param speed of a replay: seconds of the stream shown per second
 */
record Wanted(
        int id, StreamName stream, OptionalInt width, Duration minInterval, Optional<String> from, double speed) {}
