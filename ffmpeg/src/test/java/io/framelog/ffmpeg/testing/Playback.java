package io.framelog.ffmpeg.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.framelog.ffmpeg.Decoder;
import io.framelog.ffmpeg.Input;
import io.framelog.ffmpeg.Interrupt;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** The pictures of a video file, decoded by FFmpeg. */
public final class Playback {
    private Playback() {}

    /**
     * A picture.
     *
     * @param micros when it is shown
     * @param packet the bytes that it was decoded from
     * @param picture in sRGB
     */
    public record Shown(long micros, ByteBuffer packet, BufferedImage picture) {
        /** The number in the picture, see {@link Images#numbered}. */
        public int number() {
            return Recordings.number((x, y) -> picture.getRGB(x, y) & 0xFF);
        }
    }

    /** The duration that the header of a fragmented MP4 declares (mehd), in milliseconds; fails if there is none. */
    public static long declaredMillis(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int box = new String(bytes, ISO_8859_1).indexOf("mehd");
        if (box < 0) {
            throw new AssertionError(file + " declares no duration");
        }
        return ByteBuffer.wrap(bytes).getInt(box + 8);
    }

    /** Decodes a file. */
    public static List<Shown> of(Path file) throws IOException, InterruptedException {
        List<Shown> shown = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        try (Input input = Input.open(new Input.Address(file.toString(), "", Map.of(), false), new Interrupt());
                Decoder decoder = new Decoder(input.codec(), true)) {
            Input.Read read;
            while ((read = input.read(packet)) != Input.Read.END) {
                if (read == Input.Read.PACKET) {
                    long micros = input.toMicros(packet.pts());
                    ByteBuffer bytes = bytes(packet);
                    boolean sound =
                            decoder.decode(packet, picture -> shown.add(new Shown(micros, bytes, toRgb(picture))));
                    av_packet_unref(packet);
                    if (!sound) {
                        throw new AssertionError("a damaged packet at " + micros + " us of " + file);
                    }
                }
            }
        } finally {
            av_packet_free(packet);
        }
        return shown;
    }

    private static ByteBuffer bytes(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static BufferedImage toRgb(AVFrame picture) {
        AVFrame rgb = av_frame_alloc();
        SwsContext scaler = sws_alloc_context();
        try {
            rgb.width(picture.width()).height(picture.height()).format(AV_PIX_FMT_RGB24);
            rgb.color_range(AVCOL_RANGE_JPEG).colorspace(AVCOL_SPC_RGB);
            rgb.color_primaries(picture.color_primaries()).color_trc(picture.color_trc());
            scaler.flags(SWS_BICUBIC);
            if (av_frame_get_buffer(rgb, 0) < 0 || sws_scale_frame(scaler, rgb, picture) < 0) {
                throw new IllegalStateException("a picture of no known colours");
            }
            BufferedImage image = new BufferedImage(rgb.width(), rgb.height(), BufferedImage.TYPE_INT_RGB);
            byte[] row = new byte[3 * rgb.width()];
            for (int y = 0; y < rgb.height(); y++) {
                rgb.data(0).position((long) y * rgb.linesize(0)).get(row);
                for (int x = 0; x < rgb.width(); x++) {
                    image.setRGB(
                            x, y, (row[3 * x] & 0xFF) << 16 | (row[3 * x + 1] & 0xFF) << 8 | (row[3 * x + 2] & 0xFF));
                }
            }
            return image;
        } finally {
            sws_free_context(scaler);
            av_frame_free(rgb);
        }
    }
}
