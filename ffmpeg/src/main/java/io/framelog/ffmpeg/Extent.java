package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * How far a recording reaches by its own timestamps, compared with the duration that it declares. Sound may be longer
 * than the pictures, so the pictures' own duration counts; where only the whole file has one, all its streams count.
 * For one thread.
 */
public final class Extent {
    /** A recording that reaches less of its duration is cut short. Declared durations are not exact. */
    private static final double WHOLE = 0.9;

    private final AVFormatContext context;
    private final boolean ofAllStreams;
    private final int video;
    /** In microseconds; 0 if it is unknown. */
    private final long duration;

    private final long frameInterval;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    private Extent(AVFormatContext context, boolean ofAllStreams, int video, long duration, long frameInterval) {
        this.context = context;
        this.ofAllStreams = ofAllStreams;
        this.video = video;
        this.duration = duration;
        this.frameInterval = frameInterval;
    }

    /**
     * A recording that ended too early.
     *
     * @param reached the time up to which there was something, in microseconds
     * @param declared the duration that the recording declares, in microseconds
     */
    public record Shortfall(long reached, long declared) {}

    static Extent of(AVFormatContext context, AVStream video, long frameInterval) {
        // A cover has the duration of the sound, and a duration by size and bit rate is a guess.
        boolean unknown = (video.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0
                || context.duration_estimation_method() == AVFMT_DURATION_FROM_BITRATE;
        if (unknown) {
            return new Extent(context, false, video.index(), 0, frameInterval);
        }
        if (video.duration() != AV_NOPTS_VALUE) {
            return new Extent(context, false, video.index(), micros(video, video.duration()), frameInterval);
        }
        long whole = context.duration();
        return new Extent(context, whole > 0, video.index(), Math.max(0, whole), frameInterval);
    }

    /** Whether the packets of the other streams must be read as well. */
    boolean isOfAllStreams() {
        return ofAllStreams;
    }

    void add(AVPacket packet) {
        long timestamp = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        boolean counts = duration > 0 && (ofAllStreams || packet.stream_index() == video);
        if (!counts || timestamp == AV_NOPTS_VALUE) {
            return;
        }
        AVStream stream = context.streams(packet.stream_index());
        long begin = micros(stream, timestamp);
        first = Math.min(first, begin);
        last = Math.max(last, begin + Math.max(micros(stream, packet.duration()), frameInterval));
    }

    Optional<Shortfall> shortfall() {
        boolean whole = last == Long.MIN_VALUE || last - first >= duration * WHOLE;
        return whole ? Optional.empty() : Optional.of(new Shortfall(last - first, duration));
    }

    private static long micros(AVStream stream, long timestamp) {
        AVRational unit = stream.time_base();
        return av_rescale(timestamp, 1_000_000L * unit.num(), unit.den());
    }
}
