package io.framelog.publisher.encode;

import io.framelog.ffmpeg.ImageEncoder;
import io.framelog.ffmpeg.ImageSettings;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.latency.EpochClock;
import io.framelog.publisher.jpeg.JpegCheck;
import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.source.MediaSink;
import io.framelog.publisher.source.MediaSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Makes the frames of one run from a source's pictures, in order. For one thread. With encoding threads in the
 * settings, frames come on such a thread, and never on both at the same time.
 */
public final class FrameMaker implements AutoCloseable {
    private final StreamName stream;
    private final String run;
    private final ImageFormat format;
    private final boolean live;
    private final EncodingStage encoding;
    private final JpegCheck check = new JpegCheck();
    private final RateLimit rate;
    private final Timeline timeline;
    private final PublishStats stats;
    private final Output output;
    private final EpochClock clock = EpochClock.system();
    private final PictureSink pictureSink = new PictureSink();
    /** How many pictures are still to be left out, on the thread that reads. */
    private long toSkip;

    private long seq;

    /**
     * @param stream the frames' stream
     * @param run the publisher's run
     * @param settings for pictures that must be encoded
     * @param rate says which pictures become frames
     * @param output receives the frames
     */
    public FrameMaker(
            StreamName stream,
            String run,
            ImageSettings settings,
            RateLimit rate,
            Timeline timeline,
            PublishStats stats,
            Output output) {
        this.stream = stream;
        this.run = run;
        this.format = settings.format();
        this.live = settings.threads() == 0;
        this.rate = rate;
        this.timeline = timeline;
        this.stats = stats;
        this.output = output;
        ImageEncoder encoder = new ImageEncoder(settings);
        this.encoding =
                live ? EncodingStage.immediate(encoder, this::encoded) : new EncodingThread(encoder, this::encoded);
    }

    /** Receives frames. */
    @FunctionalInterface
    public interface Output {
        /** Takes a frame; may wait until there is room. */
        void put(Frame frame) throws IOException, InterruptedException;
    }

    /**
     * Leaves the run's first frames out, which were published before; the next one has their number.
     *
     * @param frames to be told before the first picture
     */
    public void skip(long frames) {
        toSkip = frames;
        seq = frames;
    }

    /**
     * Makes frames from a source until its end. Can be called again for another source.
     *
     * @throws IOException if the source is lost
     * @throws InterruptedException if this thread is interrupted
     */
    public void readToEnd(MediaSource source) throws IOException, InterruptedException {
        rate.begin(source.frameInterval());
        timeline.begin(source.frameInterval());
        boolean more = true;
        while (more) {
            more = source.advance(pictureSink);
            if (Thread.interrupted()) {
                throw new InterruptedException(); // the source may have treated it as its end
            }
        }
        encoding.finish();
    }

    private final class PictureSink implements MediaSink {
        @Override
        public void jpeg(ByteBuffer image, long time) throws IOException, InterruptedException {
            // The rate is limited by the stamp, because many sources have no times (Motion JPEG over HTTP).
            long stamp = timeline.arrive(time);
            if (!rate.admits(stamp) || isSkipped()) {
                return;
            }
            JpegCheck.Result result = check.check(image);
            if (result instanceof JpegCheck.Valid valid) {
                put(valid.image(), valid.size(), stamp, true);
            } else if (result instanceof JpegCheck.Unusable unusable) {
                seq++;
                stats.drop(DropReason.DAMAGED, unusable.reason());
            }
        }

        @Override
        public void picture(AVFrame picture, long time) throws IOException, InterruptedException {
            long stamp = timeline.arrive(time);
            if (rate.admits(stamp) && !isSkipped()) {
                encoding.encode(picture, stamp);
            }
        }

        @Override
        public void damaged(String reason) {
            stats.drop(DropReason.DAMAGED, reason);
        }
    }

    private boolean isSkipped() {
        if (toSkip == 0) {
            return false;
        }
        toSkip--;
        return true;
    }

    private void encoded(byte[] image, ImageSize size, long stamp) throws IOException, InterruptedException {
        put(ByteBuffer.wrap(image), size, stamp, false);
    }

    private void put(ByteBuffer image, ImageSize size, long stamp, boolean original)
            throws IOException, InterruptedException {
        long captured = timeline.release(stamp);
        stats.captured(stamp, size, original);
        Frame.Origin origin = new Frame.Origin(run, seq++);
        // A recording's frame counts as captured when it is due, which is after its image was made.
        Stages stages = live ? Stages.encoded(clock.micros()) : Stages.UNKNOWN;
        output.put(new Frame(stream, format, image, captured, Optional.of(size), Optional.of(origin), stages));
    }

    @Override
    public void close() {
        encoding.close();
    }
}
