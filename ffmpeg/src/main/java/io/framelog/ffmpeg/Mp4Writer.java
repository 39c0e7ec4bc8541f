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
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes a video from images: H.264 in a fragmented MP4, which can be played while it is being written. Each image is
 * shown from its time to the time of the next, to the microsecond. The first image sets the size; others are fitted
 * into it. Memory holds one picture and one second of video. For one thread; FFmpeg starts no others.
 */
public final class Mp4Writer implements AutoCloseable {
    /** The distance between pictures at which a player can start. */
    private static final long KEY_TICKS = 2L * Mp4Muxer.TICKS_PER_SECOND;
    /** The longest time that the last picture is shown; when the next would have come is unknown. */
    private static final long MOST_TICKS_OF_THE_LAST = Mp4Muxer.TICKS_PER_SECOND;

    private final WritableByteChannel channel;
    private final String title;
    private final OptionalLong length;
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
     * Writes nothing yet, because an MP4's header needs the pictures' size.
     *
     * @param channel receives the file as it grows; the caller must close it
     * @param title the video's title in its metadata
     */
    public Mp4Writer(WritableByteChannel channel, String title) {
        this(channel, title, OptionalLong.empty());
    }

    /**
     * Like the other constructor, for a video whose length players show from its beginning on.
     *
     * @param length the time from the first image to the last, in microseconds; need not be exact
     */
    public Mp4Writer(WritableByteChannel channel, String title, OptionalLong length) {
        this.channel = channel;
        this.title = title;
        this.length = length;
    }

    /**
     * Adds an image.
     *
     * @param image from position to limit; not moved
     * @param micros its time since the epoch; an image that is not later than the previous one is shown a microsecond
     *     after it
     * @return false if the image is damaged or too large (see {@link PictureLimits}) and was left out
     * @throws FFmpegException if FFmpeg fails
     * @throws IOException if the channel fails
     */
    public boolean add(ImageFormat format, ByteBuffer image, long micros) throws IOException, InterruptedException {
        try {
            return decoder.decode(format, image, picture -> add(picture, micros));
        } catch (PictureTooLargeException e) {
            return false;
        }
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

    /** Writes the previous picture, now that its duration is known. */
    private void write(Session open, long ticks) throws IOException {
        waiting.duration(ticks);
        open.muxer.write(waiting);
    }

    private Session open(ImageSize size, long micros) throws IOException {
        firstMicros = micros;
        Instant begin = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        H264Encoder encoder = new H264Encoder(size);
        try {
            // The creation time of MP4 itself has whole seconds.
            Map<String, String> metadata =
                    Map.of("creation_time", begin.toString(), "date", begin.toString(), "title", title);
            return new Session(size, encoder, new Mp4Muxer(channel, encoder, metadata, duration()));
        } catch (IOException | RuntimeException | Error e) {
            encoder.close();
            throw e;
        }
    }

    /** The expected duration; 0 if it is unknown. A single image is shown for as long as the last may be. */
    private long duration() {
        long known = length.orElse(0);
        return length.isPresent() && known == 0 ? MOST_TICKS_OF_THE_LAST : known;
    }

    /** The picture's size, rounded down to even numbers, and scaled if the encoder does not support it. */
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

    /** Ends the video. Writes nothing if no image was added. */
    public void finish() throws IOException {
        if (session != null) {
            write(session, Math.min(lastInterval, MOST_TICKS_OF_THE_LAST));
            session.muxer.finish();
        }
    }

    /** Frees FFmpeg's memory. An unfinished video stays as it is. */
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
