package io.framelog.publisher;

import io.framelog.ffmpeg.AllowedMedia;
import io.framelog.ffmpeg.ImageSettings;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.StreamName;
import io.framelog.publisher.source.SourceOptions;
import io.framelog.publisher.source.SourceOptions.Transport;
import io.framelog.publisher.source.SourceSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one stream publishes, and how.
 *
 * @param source where the pictures come from
 * @param stream the stream's name
 * @param displayName what people call the stream; empty if that is its name
 * @param alone whether the process has no other stream. Then its log lines do not name it, its progress is shown, and a
 *     source that is not there at the start is a failure
 * @param image how pictures are encoded
 * @param framesPerSecond the highest frame rate; empty: no limit
 * @param timeout how long the source may be silent; empty: what suits the source
 * @param every how often an address of single pictures is asked; empty: as the rate says
 * @param transport what RTSP uses
 * @param loop whether a recording starts again at its end
 * @param resume whether a recording goes on after its last frame in the log
 * @param speed a recording's speed, 1 as recorded; infinity: as fast as possible
 * @param allowed which of FFmpeg's formats and codecs may be used
 */
record PublishSettings(
        SourceSpec source,
        StreamName stream,
        String displayName,
        boolean alone,
        ImageSettings image,
        OptionalDouble framesPerSecond,
        Optional<Duration> timeout,
        Optional<Duration> every,
        Transport transport,
        boolean loop,
        boolean resume,
        double speed,
        AllowedMedia allowed) {

    /** The options for opening the source. */
    SourceOptions sourceOptions() {
        return new SourceOptions(
                image.size(), framesPerSecond, timeout, every, transport, image.format() == ImageFormat.JPEG, allowed);
    }
}
