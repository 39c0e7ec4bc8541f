package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes a video of images: H.264 in a fragmented MP4, which can be played while it is being written. Each image is shown from
 * its time to the next one's, to the microsecond. The first decides on the size; others are fitted into it. Holds one picture
 * and one fragment, a second, whatever the length. For one thread, and without others beside it.
 */
public final class Mp4Writer implements AutoCloseable {
    /** Playing can begin, and jump to, so often. */
    private static final long KEY_TICKS = 2L * Mp4Muxer.TICKS_PER_SECOND;
    /** How long the last picture is shown, at most: nobody knows when the next would have come. */
    private static final long MOST_TICKS_OF_THE_LAST = Mp4Muxer.TICKS_PER_SECOND;

    private final WritableByteChannel channel;
    private final String title;
    private final StillDecoder decoder = new StillDecoder();
    private final AVPacket waiting = av_packet_alloc();
    private @Nullable Session session;
    private @Nullable PictureShape shape;
    private @Nullable VideoConverter converter;
    private long firstMicros;
    private long lastTicks = -1;
    private long lastInterval = MOST_TICKS_OF_THE_LAST;
    private long lastKey;

    private record Session(ImageSize size, H264Encoder encoder, Mp4Muxer muxer) {}

    /**
     * Writes nothing yet: an MP4's head tells the size of its pictures.
     *
     * @param channel takes what is written, as it comes; not closed here
     * @param title of the video, a part of its metadata
     */
    public Mp4Writer(WritableByteChannel channel, String title) {
        this.channel = channel;
        this.title = title;
    }

    /**
     * Adds an image.
     *
     * @param image from position to limit; not moved
     * @param micros its time, since the epoch. One that is not beyond the last image's is shown a microsecond after it
     * @return false if it is damaged, and was left out
     * @throws FFmpegException if FFmpeg fails
     * @throws IOException of the channel
     */
    public boolean add(ImageFormat format, ByteBuffer image, long micros) throws IOException, InterruptedException {
        return decoder.decode(format, image, picture -> add(picture, micros));
    }

    private void add(AVFrame picture, long micros) throws IOException {
        PictureShape its = PictureShape.of(picture);
        Session open = session;
        if (open == null) {
            open = open(target(its.uprightSize()), micros);
            session = open;
        }
        long ticks = Math.max(micros - firstMicros, lastTicks + 1);
        boolean key = lastTicks < 0 || ticks - lastKey >= KEY_TICKS;
        AVPacket packet = open.encoder.encode(converter(its, open.size).convert(picture), ticks, key);
        packet.dts(packet.pts());
        if (lastTicks >= 0) {
            lastInterval = ticks - lastTicks;
            write(open, lastInterval);
        }
        av_packet_move_ref(waiting, packet);
        lastTicks = ticks;
        lastKey = key ? ticks : lastKey;
    }

    /** A picture is written once it is known how long it is shown. */
    private void write(Session open, long ticks) throws IOException {
        waiting.duration(ticks);
        open.muxer.write(waiting);
    }

    private Session open(ImageSize size, long micros) throws IOException {
        firstMicros = micros;
        Instant begin = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        H264Encoder encoder = new H264Encoder(size);
        try {
            // MP4's own creation time has whole seconds.
            Map<String, String> metadata =
                    Map.of("creation_time", begin.toString(), "date", begin.toString(), "title", title);
            return new Session(size, encoder, new Mp4Muxer(channel, encoder, metadata));
        } catch (IOException | RuntimeException | Error e) {
            encoder.close();
            throw e;
        }
    }

    /** The picture's own size, without an odd last column and row, where the encoder takes it. */
    private static ImageSize target(ImageSize size) {
        double largest = Math.max(size.width(), size.height());
        double scale = Math.min(
                H264Encoder.MAX_SIDE / largest,
                Math.sqrt((double) H264Encoder.MAX_PIXELS / size.width() / size.height()));
        double fit = Math.min(1, scale);
        return VideoConverter.even(new ImageSize(
                Math.max(H264Encoder.MIN_SIDE, (int) (size.width() * fit)),
                Math.max(H264Encoder.MIN_SIDE, (int) (size.height() * fit))));
    }

    private VideoConverter converter(PictureShape its, ImageSize size) throws FFmpegException {
        VideoConverter present = converter;
        if (present != null && its.equals(shape)) {
            return present;
        }
        converter = null;
        if (present != null) {
            present.close();
        }
        VideoConverter fresh = new VideoConverter(its, size);
        shape = its;
        converter = fresh;
        return fresh;
    }

    /** Ends the video; writes nothing where no image was added. */
    public void finish() throws IOException {
        if (session != null) {
            write(session, Math.min(lastInterval, MOST_TICKS_OF_THE_LAST));
            session.muxer.finish();
        }
    }

    /** Frees what FFmpeg holds; what was written and not finished stays as it is. */
    @Override
    public void close() {
        if (session != null) {
            session.muxer.close();
            session.encoder.close();
            session = null;
        }
        if (converter != null) {
            converter.close();
            converter = null;
        }
        av_packet_free(waiting);
        decoder.close();
    }
}
