package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The pictures of a video file, grey and reduced, and in colours where wanted. For one thread. */
public final class GreyFile implements AutoCloseable {
    private final Input input;
    private final Decoder decoder;
    private final GreyPicture grey;
    private final ColourPicture colours = new ColourPicture();
    private final AVPacket packet = av_packet_alloc();
    private final long leastStep;
    private final Output output;
    private long first = Long.MIN_VALUE;
    private long last;
    private long due;

    /** Receives the pictures. */
    @FunctionalInterface
    public interface Output {
        /**
         * Receives a picture.
         *
         * @param picture valid during the call
         * @param colours of the same picture
         * @param micros its time since the first picture of the file
         */
        void accept(GreyPicture picture, Colours colours, long micros) throws FFmpegException;
    }

    /** A picture in colours, if it is asked for. */
    @FunctionalInterface
    public interface Colours {
        /** The picture in colours, valid as long as the grey one. */
        ColourPicture get() throws FFmpegException;
    }

    /**
     * Opens what a channel delivers. The caller must close both.
     *
     * @param longestSide of width and height of the reduced pictures in pixels, even
     * @param leastStep the least time between two pictures in microseconds; those between are left out
     * @param inColours whether the pictures are wanted in colours, too: they are then decoded in more detail
     * @throws FFmpegException if it is no video that can be decoded
     */
    public GreyFile(FileChannel channel, int longestSide, long leastStep, boolean inColours, Output output)
            throws IOException {
        this.leastStep = leastStep;
        this.output = output;
        input = Input.open(channel, new Interrupt());
        try {
            int width = input.codec().width();
            int height = input.codec().height();
            if (PictureLimits.isTooLarge(width, height)) {
                throw new PictureTooLargeException(
                        "its pictures have " + width + "x" + height + " pixels, more than " + PictureLimits.MAX_PIXELS);
            }
            int halvings = width < 1 || height < 1
                    ? 0
                    : halvings(
                            input.codec().codec_id(),
                            new ImageSize(width, height),
                            inColours ? ColourPicture.LONGEST_SIDE : longestSide);
            decoder = new Decoder(input.codec(), false, Optional.empty(), halvings);
            grey = new GreyPicture(longestSide);
        } catch (IOException e) {
            av_packet_free(packet);
            input.close();
            throw e;
        }
    }

    private static int halvings(int codec, ImageSize size, int longestSide) {
        return Decoder.halvings(codec, size, ReducedPicture.reduced(size, longestSide));
    }

    /** The duration that the file declares in microseconds; empty if it declares none. */
    public OptionalLong duration() {
        return input.duration();
    }

    /**
     * Reads on, and passes on the pictures that are complete then.
     *
     * @return false at the end
     * @throws FFmpegException if the file cannot be read on
     */
    public boolean advance() throws IOException, InterruptedException {
        switch (input.read(packet)) {
            case PACKET -> {
                try {
                    if (packet.size() > 0) { // an empty one is not the end, but a picture that stays
                        var unusedSound = decoder.decode(packet, this::take);
                    }
                } catch (PictureTooLargeException e) {
                    return true; // the others may be smaller
                } finally {
                    av_packet_unref(packet);
                }
                return true;
            }
            case NOTHING -> {
                return true;
            }
            case END -> {
                var unusedSound = decoder.decode(null, this::take);
                return false;
            }
        }
        throw new AssertionError("unreachable: every case returns");
    }

    private void take(AVFrame picture) throws FFmpegException {
        long time = input.toMicros(picture.best_effort_timestamp());
        if (first == Long.MIN_VALUE) {
            first = time == Long.MIN_VALUE ? 0 : time;
            last = -input.frameInterval();
        }
        // A time that is missing or leaps back follows the picture before.
        long micros = time == Long.MIN_VALUE || time - first <= last ? last + input.frameInterval() : time - first;
        last = micros;
        if (micros >= due) {
            grey.take(picture);
            output.accept(grey, () -> inColours(picture), micros);
            // In step with the rate, not with the last picture: of 12 a second, 5 are taken and not 4.
            due = Math.max(due + leastStep, micros + leastStep / 2);
        }
    }

    private ColourPicture inColours(AVFrame picture) throws FFmpegException {
        colours.take(picture);
        return colours;
    }

    @Override
    public void close() {
        grey.close();
        colours.close();
        decoder.close();
        av_packet_free(packet);
        input.close();
    }
}
