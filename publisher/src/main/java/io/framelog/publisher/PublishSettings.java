package io.framelog.publisher;

import io.framelog.ffmpeg.ImageSettings;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.StreamName;
import io.framelog.publisher.source.SourceOptions;
import io.framelog.publisher.source.SourceSpec;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a run is to publish, and how.
 *
 * @param source where pictures come from
 * @param stream what their stream is called
 * @param image how they are encoded
 * @param framesPerSecond never more than these; empty: all
 * @param loop whether a recording begins again at its end
 * @param speed of a recording, times its own; infinity for as fast as it goes
 * @param maxFrameBytes the largest frame
 * @param connectTimeout how long Kafka may be away at the start
 * @param stats how often a line of figures is logged; zero: never
 */
record PublishSettings(
        SourceSpec source,
        StreamName stream,
        ImageSettings image,
        OptionalDouble framesPerSecond,
        boolean loop,
        double speed,
        int maxFrameBytes,
        Duration connectTimeout,
        Duration stats) {

    /** What is asked of the source. */
    SourceOptions sourceOptions() {
        return new SourceOptions(image.size(), framesPerSecond, image.format() == ImageFormat.JPEG);
    }
}
