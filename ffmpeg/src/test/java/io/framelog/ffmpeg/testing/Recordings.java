package io.framelog.ffmpeg.testing;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Recordings for tests, made by JavaCV. Each picture shows its number, see {@link #number}. */
public final class Recordings {
    public static final int WIDTH = 320;
    public static final int HEIGHT = 240;
    public static final double FRAMES_PER_SECOND = 25;

    /** How many black or white blocks show a number: its bits, the lowest first. */
    private static final int BITS = 10;

    private static final int BLOCK = WIDTH / BITS;

    private Recordings() {}

    /** Records H.264 in MP4. */
    public static Path h264(Path file, int frames) throws Exception {
        return record(
                file, "mp4", avcodec.AV_CODEC_ID_H264, avutil.AV_PIX_FMT_YUV420P, FRAMES_PER_SECOND, evenTimes(frames));
    }

    /**
     * Records H.264 in an MPEG transport stream; such files can be joined byte by byte.
     *
     * @param begin the first picture's time in microseconds, at most a day
     */
    public static Path transportStream(Path file, long begin, int frames) throws Exception {
        List<Long> times = evenTimes(frames).stream().map(time -> begin + time).toList();
        return record(file, "mpegts", avcodec.AV_CODEC_ID_H264, avutil.AV_PIX_FMT_YUV420P, FRAMES_PER_SECOND, times);
    }

    /**
     * Records H.264 with sound that goes on for longer.
     *
     * @param container the name of FFmpeg's output format
     */
    public static Path withLongSound(Path file, String container, int frames, int secondsOfSound) throws Exception {
        int samplesPerSecond = 8000;
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT, 1)) {
            recorder.setFormat(container);
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(FRAMES_PER_SECOND);
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
            recorder.setSampleRate(samplesPerSecond);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                try (Frame picture = picture(i)) {
                    recorder.record(picture, avutil.AV_PIX_FMT_GRAY8);
                }
            }
            for (int i = 0; i < secondsOfSound; i++) {
                recorder.recordSamples(samplesPerSecond, 1, ShortBuffer.allocate(samplesPerSecond));
            }
        }
        return file;
    }

    /** Records Motion JPEG in Matroska, with pictures at these times. */
    public static Path motionJpeg(Path file, List<Long> micros) throws Exception {
        return record(file, "matroska", avcodec.AV_CODEC_ID_MJPEG, avutil.AV_PIX_FMT_YUVJ420P, 1000, micros);
    }

    /** Records sound without video. */
    public static Path sound(Path file) throws Exception {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 1)) {
            recorder.setFormat("wav");
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_PCM_S16LE);
            recorder.setSampleRate(8000);
            recorder.start();
            recorder.recordSamples(ShortBuffer.allocate(8000));
        }
        return file;
    }

    /** The times of frames at {@link #FRAMES_PER_SECOND}, in microseconds. */
    public static List<Long> evenTimes(int frames) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            times.add(Math.round(i * 1_000_000 / FRAMES_PER_SECOND));
        }
        return times;
    }

    /**
     * The number that a decoded picture shows.
     *
     * @param brightness of the pixel at x, y: 0 to 255
     */
    public static int number(IntBinaryOperator brightness) {
        int number = 0;
        for (int bit = 0; bit < BITS; bit++) {
            if (brightness.applyAsInt(bit * BLOCK + BLOCK / 2, HEIGHT / 2) > 127) {
                number |= 1 << bit;
            }
        }
        return number;
    }

    /** Whether a column is white in the picture of a number. */
    static boolean isWhite(int number, int x) {
        return x / BLOCK < BITS && ((number >> (x / BLOCK)) & 1) != 0;
    }

    /**
     * Records any codec in any container.
     *
     * @param container the name of FFmpeg's output format
     */
    public static Path record(Path file, String container, int codec, int pixelFormat, double clock, List<Long> micros)
            throws Exception {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT)) {
            recorder.setFormat(container);
            recorder.setVideoCodec(codec);
            recorder.setPixelFormat(pixelFormat);
            recorder.setFrameRate(clock);
            recorder.setVideoBitrate(2_000_000);
            recorder.setGopSize(12);
            recorder.start();
            for (int i = 0; i < micros.size(); i++) {
                recorder.setTimestamp(micros.get(i));
                try (Frame picture = picture(i)) {
                    recorder.record(picture, avutil.AV_PIX_FMT_GRAY8);
                }
            }
        }
        return file;
    }

    private static Frame picture(int number) {
        Frame picture = new Frame(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 1);
        ByteBuffer pixels = (ByteBuffer) picture.image[0];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                pixels.put(y * picture.imageStride + x, (byte) (isWhite(number, x) ? 235 : 16));
            }
        }
        return picture;
    }
}
