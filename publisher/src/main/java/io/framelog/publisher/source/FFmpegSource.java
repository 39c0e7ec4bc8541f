package io.framelog.publisher.source;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.framelog.ffmpeg.Decoder;
import io.framelog.ffmpeg.FFmpegException;
import io.framelog.ffmpeg.Input;
import io.framelog.ffmpeg.Interrupt;
import io.framelog.ffmpeg.Orientation;
import io.framelog.ffmpeg.PictureTooLargeException;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.publisher.http.Patience;
import io.framelog.publisher.jpeg.JpegCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * A camera, file or URL, read by FFmpeg. JPEGs are passed on as they are if the options allow it; all else is decoded.
 */
final class FFmpegSource implements MediaSource {
    /** How often a camera is polled when its next picture is due. Polling adds at most this much latency. */
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** Slides and time lapses have long intervals; no gap is a leap that is shorter than this many of them. */
    private static final int LEAST_INTERVALS_OF_A_LEAP = 3;

    private final String name;
    private final Input input;
    private final Delivery delivery;
    private final boolean endsWithConnection;
    private final Interrupt interrupt;
    private final Patience patience;
    private final boolean jpeg;
    private final boolean takesJpeg;
    /** The requested size before the picture is turned upright; empty for the source's own size. */
    private final Optional<ImageSize> size;

    private final JpegCheck check = new JpegCheck();
    private final long frameInterval;
    private final long longestGap;
    private final AVPacket packet;
    private @Nullable Decoder decoder;
    private @Nullable ImageSize decoderSize;
    private long lastPacket = System.nanoTime();
    private long newest = Long.MIN_VALUE / 2;

    /** @throws FFmpegException if there is no decoder; the caller must then close the input */
    FFmpegSource(
            String name,
            Input input,
            Delivery delivery,
            boolean endsWithConnection,
            SourceOptions options,
            Interrupt interrupt,
            Patience patience)
            throws FFmpegException {
        this.name = name;
        this.input = input;
        this.delivery = delivery;
        this.endsWithConnection = endsWithConnection;
        this.interrupt = interrupt;
        this.patience = patience;
        patience.begin();
        jpeg = input.codec().codec_id() == AV_CODEC_ID_MJPEG;
        takesJpeg = options.takesJpeg() && input.orientation() == Orientation.UPRIGHT;
        size = options.size().map(input.orientation()::turn);
        decoder = jpeg ? null : new Decoder(input.codec(), isLive());
        frameInterval = input.frameInterval();
        longestGap = Math.max(delivery.longestGap(input.mayLeap()), LEAST_INTERVALS_OF_A_LEAP * frameInterval);
        packet = av_packet_alloc();
    }

    @Override
    public boolean isLive() {
        return delivery != Delivery.FILE;
    }

    @Override
    public boolean arrivesInBursts() {
        return delivery == Delivery.SEGMENTS;
    }

    @Override
    public OptionalLong duration() {
        return input.duration();
    }

    @Override
    public Optional<String> shortfall() {
        return isLive()
                ? Optional.empty()
                : input.shortfall()
                        .map(it -> "ended after " + TimeUnit.MICROSECONDS.toSeconds(it.reached())
                                + " s, but its duration is " + TimeUnit.MICROSECONDS.toSeconds(it.declared()) + " s");
    }

    @Override
    public long frameInterval() {
        return frameInterval;
    }

    @Override
    public long longestGap() {
        return longestGap;
    }

    @Override
    public boolean advance(MediaSink sink) throws IOException, InterruptedException {
        interrupt.allow(patience.limit());
        switch (read()) {
            case PACKET -> {
                try {
                    passOn(packet, sink);
                } finally {
                    av_packet_unref(packet);
                }
                return true;
            }
            case NOTHING -> {
                if (delivery == Delivery.DEVICE) {
                    awaitPicture();
                }
                return true;
            }
            case END -> {
                decode(null, sink);
                return false;
            }
        }
        throw new AssertionError("unreachable: every case returns");
    }

    private Input.Read read() throws SourceException {
        try {
            return input.read(packet);
        } catch (FFmpegException e) {
            if (e.code() == avutil.AVERROR_ENODEV()) {
                throw new SourceException(name + " was unplugged", e);
            }
            if (endsWithConnection && e.code() == avutil.AVERROR_EIO()) {
                return Input.Read.END; // FFmpeg counts it as a fault
            }
            if (e.code() == avutil.AVERROR_EXIT()) {
                throw silent(e);
            }
            if (e.code() == avutil.AVERROR_INVALIDDATA() && input.isPipe()) {
                throw new SourceException(
                        name + " cannot be read on, because it is a pipe: an MP4 whose index is at its end must be "
                                + "a file",
                        e);
            }
            throw new SourceException(name + ": " + e.getMessage(), e);
        }
    }

    private void passOn(AVPacket read, MediaSink sink) throws IOException, InterruptedException {
        lastPacket = System.nanoTime();
        patience.heard();
        if (read.size() == 0) {
            return; // AVI writes one where the last picture stays; a decoder would take it for the end
        }
        if (!jpeg) {
            decode(read, sink);
            return;
        }
        ByteBuffer image = read.data().capacity(read.size()).asByteBuffer();
        Optional<ImageSize> jpegSize = ImageSize.read(ImageFormat.JPEG, image);
        // After one JPEG had to be decoded, all are, so that they stay in order, whatever their sizes.
        if (decoder == null && takesJpeg && hasWantedSize(image) && !hasFields(image, jpegSize)) {
            sink.jpeg(image, time(read.pts()));
            return;
        }
        String fault = check.fault(image);
        if (fault.isEmpty() && jpegSize.isPresent()) {
            openDecoder(jpegSize.get(), sink);
            decode(read, sink);
        } else {
            // The decoder would fill the missing part with grey, and needs the height before the pixels.
            sink.damaged(fault.isEmpty() ? "it tells its height only behind its pixels" : fault);
        }
    }

    private boolean hasWantedSize(ByteBuffer image) {
        return size.isEmpty() || size.equals(ImageSize.readUpright(ImageFormat.JPEG, image));
    }

    /** Whether a packet has the two fields of one picture, each a JPEG. */
    private boolean hasFields(ByteBuffer image, Optional<ImageSize> jpegSize) {
        return jpegSize.filter(this::isField).isPresent() && check.hasSecondPicture(image);
    }

    /** A field's JPEG has half of the container's height. */
    private boolean isField(ImageSize jpegSize) {
        return jpegSize.width() == input.codec().width()
                && jpegSize.height() * 2 == input.codec().height();
    }

    private void openDecoder(ImageSize jpegSize, MediaSink sink) throws IOException, InterruptedException {
        if (decoder != null && jpegSize.equals(decoderSize)) {
            return;
        }
        decode(null, sink);
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
        int halvings = size.map(target -> Decoder.halvings(AV_CODEC_ID_MJPEG, jpegSize, target))
                .orElse(0);
        decoder = new Decoder(
                input.codec(), isLive(), isField(jpegSize) ? Optional.empty() : Optional.of(jpegSize), halvings);
        decoderSize = jpegSize;
    }

    private void decode(@Nullable AVPacket read, MediaSink sink) throws IOException, InterruptedException {
        if (decoder == null) {
            return;
        }
        try {
            boolean sound = decoder.decode(read, picture -> {
                long time = time(picture.best_effort_timestamp());
                if (!isRepeated(time)) {
                    sink.picture(picture, time);
                }
            });
            if (!sound) {
                sink.damaged("the decoder reports damage");
            }
        } catch (PictureTooLargeException e) {
            sink.damaged(String.valueOf(e.getMessage()));
        }
    }

    /** FFmpeg reads a segment of DASH again while the next one is not complete. */
    private boolean isRepeated(long time) {
        if (delivery != Delivery.SEGMENTS || time == MediaSink.NO_TIME) {
            return false;
        }
        boolean repeated = time <= newest && newest - time < Delivery.LONGEST_REPETITION;
        newest = repeated ? newest : time;
        return repeated;
    }

    private long time(long timestamp) {
        long micros = input.toMicros(timestamp);
        return micros == Long.MIN_VALUE ? MediaSink.NO_TIME : micros;
    }

    /**
     * Sleeps until a camera's next picture is due, then polls. A blocking read could not be ended if the camera hangs,
     * and polling all the time would use as much CPU as the pictures do.
     */
    private void awaitPicture() throws SourceException {
        long waited = System.nanoTime() - lastPacket;
        if (waited > patience.limit().toNanos()) {
            throw silent(null);
        }
        long due = TimeUnit.MICROSECONDS.toNanos(frameInterval) * 7 / 8 - waited;
        LockSupport.parkNanos(Math.max(POLL_NANOS, due));
    }

    private SourceException silent(@Nullable FFmpegException cause) {
        String message = name + " has delivered nothing for " + patience.limit().toSeconds() + " s";
        return cause == null ? new SourceException(message) : new SourceException(message, cause);
    }

    @Override
    public void close() {
        av_packet_free(packet);
        if (decoder != null) {
            decoder.close();
        }
        input.close();
    }
}
