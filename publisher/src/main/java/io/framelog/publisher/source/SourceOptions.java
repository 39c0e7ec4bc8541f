package io.framelog.publisher.source;

import io.framelog.ffmpeg.AllowedMedia;
import io.framelog.frame.ImageSize;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a source is opened.
 *
 * @param size the requested size, which a camera is asked for
 * @param framesPerSecond the requested rate, which a camera is asked for
 * @param timeout how long it may be silent before it counts as lost; empty: what suits the source
 * @param every how often an address of single pictures is asked; empty: as the rate says
 * @param transport what RTSP uses
 * @param takesJpeg whether JPEGs are passed on as they are; otherwise they are decoded
 * @param allowed which of FFmpeg's formats and codecs may be used
 */
public record SourceOptions(
        Optional<ImageSize> size,
        OptionalDouble framesPerSecond,
        Optional<Duration> timeout,
        Optional<Duration> every,
        Transport transport,
        boolean takesJpeg,
        AllowedMedia allowed) {

    /** How the packets of RTSP travel. */
    public enum Transport {
        /** In the connection: none is lost. */
        TCP,
        /** On their own: a lost one damages pictures, but delays none. */
        UDP
    }

    /** With the usual ways to read from a network. */
    public SourceOptions(
            Optional<ImageSize> size,
            OptionalDouble framesPerSecond,
            Optional<Duration> timeout,
            boolean takesJpeg,
            AllowedMedia allowed) {
        this(size, framesPerSecond, timeout, Optional.empty(), Transport.TCP, takesJpeg, allowed);
    }

    /** With common formats and codecs. */
    public SourceOptions(
            Optional<ImageSize> size, OptionalDouble framesPerSecond, Optional<Duration> timeout, boolean takesJpeg) {
        this(size, framesPerSecond, timeout, takesJpeg, AllowedMedia.COMMON);
    }
}
