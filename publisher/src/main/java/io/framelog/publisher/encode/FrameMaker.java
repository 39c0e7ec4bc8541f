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
import io.framelog.publisher.progress.Drop;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.source.MediaSink;
import io.framelog.publisher.source.MediaSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Makes frames of a source's pictures, one run's, in order. For one thread; where the settings ask for encoding threads, images
 * come back on one of those, never on both at a time.
 */
public final class FrameMaker implements MediaSink, AutoCloseable {
    private final StreamName stream;
    private final String run;
    private final ImageFormat format;
    private final boolean live;
    private final PictureStage pictures;
    private final JpegCheck check = new JpegCheck();
    private final RateLimit rate;
    private final Timeline timeline;
    private final PublishStats stats;
    private final Output output;
    private final EpochClock clock = EpochClock.system();
    private long seq;

    /**
     * @param stream whose frames these are
     * @param run the publisher's run
     * @param settings for the pictures that must be encoded
     * @param framesPerSecond never more than these; empty: all
     * @param output where the frames go
     */
    public FrameMaker(
            StreamName stream,
            String run,
            ImageSettings settings,
            OptionalDouble framesPerSecond,
            Timeline timeline,
            PublishStats stats,
            Output output) {
        this.stream = stream;
        this.run = run;
        this.format = settings.format();
        this.live = settings.threads() == 0;
        this.rate = new RateLimit(framesPerSecond);
        this.timeline = timeline;
        this.stats = stats;
        this.output = output;
        ImageEncoder encoder = new ImageEncoder(settings);
        this.pictures = live ? PictureStage.atOnce(encoder, this::encoded) : new EncodingThread(encoder, this::encoded);
    }

    /** Where frames go. */
    @FunctionalInterface
    public interface Output {
        /** Takes a frame, waiting for room if that is its way. */
        void put(Frame frame) throws IOException, InterruptedException;
    }

    /**
     * Makes frames of a source, the first or a later one, to its end.
     *
     * @throws IOException if the source is gone
     * @throws InterruptedException if this thread is told to end
     */
    public void readToEnd(MediaSource source) throws IOException, InterruptedException {
        rate.begin(source.frameInterval());
        timeline.begin(source.frameInterval());
        boolean more = true;
        while (more) {
            more = source.advance(this);
            if (Thread.interrupted()) {
                throw new InterruptedException(); // which the source may have taken for its end
            }
        }
        pictures.finish();
    }

    @Override
    public void jpeg(ByteBuffer image, long time) throws IOException, InterruptedException {
        // By the stamp and not by the source's time, which many do not tell (HTTP's Motion JPEG).
        long stamp = timeline.arrive(time);
        if (!rate.admits(stamp)) {
            return;
        }
        Optional<JpegCheck.Sound> sound = check.check(image);
        if (sound.isEmpty()) {
            seq++;
            stats.drop(Drop.DAMAGED);
            return;
        }
        put(sound.get().image(), sound.get().size(), stamp);
    }

    @Override
    public void picture(AVFrame picture, long time) throws IOException, InterruptedException {
        long stamp = timeline.arrive(time);
        if (rate.admits(stamp)) {
            pictures.encode(picture, stamp);
        }
    }

    @Override
    public void damaged() {
        stats.drop(Drop.DAMAGED);
    }

    private void encoded(AVPacket packet, ImageSize size, long stamp) throws IOException, InterruptedException {
        byte[] image = new byte[packet.size()];
        packet.data().get(image);
        put(ByteBuffer.wrap(image), size, stamp);
    }

    private void put(ByteBuffer image, ImageSize size, long stamp) throws IOException, InterruptedException {
        long captured = timeline.release(stamp);
        stats.captured(stamp, size);
        Frame.Origin origin = new Frame.Origin(run, seq++);
        // Of a recording the time of its capture is when it is due, whenever its image was made.
        Stages stages = live ? Stages.encoded(clock.micros()) : Stages.UNKNOWN;
        output.put(new Frame(stream, format, image, captured, Optional.of(size), Optional.of(origin), stages));
    }

    @Override
    public void close() {
        pictures.close();
    }
}
