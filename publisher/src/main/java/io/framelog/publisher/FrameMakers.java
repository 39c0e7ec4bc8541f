package io.framelog.publisher;

import io.framelog.ffmpeg.ImageSettings;
import io.framelog.publisher.encode.EvenRate;
import io.framelog.publisher.encode.FloodLimit;
import io.framelog.publisher.encode.FrameMaker;
import io.framelog.publisher.encode.LiveTimeline;
import io.framelog.publisher.encode.RateLimit;
import io.framelog.publisher.encode.RecordedTimeline;
import io.framelog.publisher.encode.Timeline;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.source.MediaSource;
import java.time.Clock;

/**
 * Makes what makes the frames of a stream.
 *
 * @param settings the stream's
 * @param speed at which a recording plays
 */
record FrameMakers(PublishSettings settings, double speed) {
    /** For an opened source, which decides whether pictures wait for their time, and on which thread they are encoded. */
    FrameMaker of(MediaSource source, String run, PublishStats stats, FrameMaker.Output output) {
        ImageSettings images = source.isLive() ? settings.image().withoutDelay() : settings.image();
        return new FrameMaker(settings.stream(), run, images, rate(source, stats), timeline(source), stats, output);
    }

    private RateLimit rate(MediaSource source, PublishStats stats) {
        boolean couldFlood = source.isLive()
                && !settings.alone()
                && settings.framesPerSecond().isEmpty();
        return couldFlood ? new FloodLimit(stats) : new EvenRate(settings.framesPerSecond());
    }

    private Timeline timeline(MediaSource source) {
        Clock clock = Clock.systemUTC();
        if (source.isLive() && !source.arrivesInBursts()) {
            return new LiveTimeline(clock);
        }
        return new RecordedTimeline(clock, source.isLive() ? 1 : speed, source.longestGap());
    }
}
