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
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
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

/** A camera, file or URL, read by FFmpeg. A JPEG in it is handed over as it is, where that is what is wanted; anything else is decoded. */
final class FFmpegSource implements MediaSource {
    /** How often a camera is asked when its next picture is due: this is what its reading may add to a picture's age. */
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final String name;
    private final Input input;
    private final boolean live;
    private final boolean device;
    private final Interrupt interrupt;
    private final boolean jpeg;
    private final boolean takesJpeg;
    /** Of what is decoded, before it is turned upright; empty for all that there is. */
    private final Optional<ImageSize> size;

    private final JpegCheck check = new JpegCheck();
    private final long frameInterval;
    private final AVPacket packet;
    private @Nullable Decoder decoder;
    private @Nullable ImageSize decoderSize;
    private long lastPacket = System.nanoTime();

    /** @throws FFmpegException if it must be decoded and cannot; the input is left open then */
    FFmpegSource(String name, Input input, boolean live, boolean device, SourceOptions options, Interrupt interrupt)
            throws FFmpegException {
        this.name = name;
        this.input = input;
        this.live = live;
        this.device = device;
        this.interrupt = interrupt;
        jpeg = input.codec().codec_id() == AV_CODEC_ID_MJPEG;
        takesJpeg = options.takesJpeg() && input.orientation() == Orientation.UPRIGHT;
        size = options.size().map(input.orientation()::turn);
        decoder = jpeg ? null : new Decoder(input.codec(), live);
        frameInterval = input.frameInterval();
        packet = av_packet_alloc();
    }

    @Override
    public boolean isLive() {
        return live;
    }

    @Override
    public OptionalLong duration() {
        return input.duration();
    }

    @Override
    public long frameInterval() {
        return frameInterval;
    }

    @Override
    public boolean advance(MediaSink sink) throws IOException, InterruptedException {
        interrupt.allow(SourceOpener.PATIENCE);
        switch (read()) {
            case PACKET -> {
                try {
                    handOver(packet, sink);
                } finally {
                    av_packet_unref(packet);
                }
                return true;
            }
            case NOTHING -> {
                if (device) {
                    awaitPicture();
                }
                return true;
            }
            case END -> {
                decode(null, sink);
                return false;
            }
        }
        throw new AssertionError("every case returns");
    }

    private Input.Read read() throws SourceException {
        try {
            return input.read(packet);
        } catch (FFmpegException e) {
            if (e.code() == avutil.AVERROR_ENODEV()) {
                throw new SourceException(name + " was unplugged", e);
            }
            if (e.code() == avutil.AVERROR_EXIT()) {
                throw silent(e);
            }
            throw new SourceException(name + ": " + e.getMessage(), e);
        }
    }

    private void handOver(AVPacket read, MediaSink sink) throws IOException, InterruptedException {
        lastPacket = System.nanoTime();
        if (!jpeg) {
            decode(read, sink);
            return;
        }
        ByteBuffer image = read.data().capacity(read.size()).asByteBuffer();
        Optional<ImageSize> jpegSize = ImageSize.read(ImageFormat.JPEG, image);
        // Once one had to be decoded, all that follow are: so they stay in order, whatever their sizes.
        if (decoder == null && takesJpeg && (size.isEmpty() || size.equals(jpegSize))) {
            sink.jpeg(image, time(read.pts()));
        } else if (jpegSize.isPresent() && check.isWhole(image)) {
            openDecoder(jpegSize.get(), sink);
            decode(read, sink);
        } else {
            sink.damaged(); // the decoder would make a picture of it, grey in its lower part
        }
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
        // Two fields in one packet are of half the height that the container tells; any other size is the pictures'
        // own.
        boolean field = jpegSize.width() == input.codec().width()
                && jpegSize.height() * 2 == input.codec().height();
        decoder =
                new Decoder(input.codec(), live, field ? Optional.empty() : Optional.of(jpegSize), halvings(jpegSize));
        decoderSize = jpegSize;
    }

    /** As often as leaves enough for the wanted size. */
    private int halvings(ImageSize jpegSize) {
        int most = size.isEmpty() ? 0 : Decoder.mostHalvings(AV_CODEC_ID_MJPEG);
        int halvings = 0;
        while (halvings < most
                && size.get().width() <= jpegSize.width() >> (halvings + 1)
                && size.get().height() <= jpegSize.height() >> (halvings + 1)) {
            halvings++;
        }
        return halvings;
    }

    private void decode(@Nullable AVPacket read, MediaSink sink) throws IOException, InterruptedException {
        if (decoder == null) {
            return;
        }
        boolean sound = decoder.decode(read, picture -> sink.picture(picture, time(picture.best_effort_timestamp())));
        if (!sound) {
            sink.damaged();
        }
    }

    private long time(long timestamp) {
        long micros = input.toMicros(timestamp);
        return micros == Long.MIN_VALUE ? MediaSink.NO_TIME : micros;
    }

    /**
     * Sleeps until a camera's next picture is due, then looks often: a read that blocks could not be ended where the camera
     * hangs, and asking all the time would cost as much as the pictures do.
     */
    private void awaitPicture() throws SourceException {
        long waited = System.nanoTime() - lastPacket;
        if (waited > SourceOpener.PATIENCE.toNanos()) {
            throw silent(null);
        }
        long due = TimeUnit.MICROSECONDS.toNanos(frameInterval) * 7 / 8 - waited;
        LockSupport.parkNanos(Math.max(POLL_NANOS, due));
    }

    private SourceException silent(@Nullable FFmpegException cause) {
        String message = name + " has delivered nothing for " + SourceOpener.PATIENCE.toSeconds() + " s";
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
