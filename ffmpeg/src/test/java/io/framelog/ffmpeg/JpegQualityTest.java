package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.ImageFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A quality has the same meaning as in libjpeg, whose pictures are a little better and a little larger. docs/quality.md
 * quotes the printed figures and explains them. The JDK's writer is libjpeg; both subsample 4:2:0.
 */
class JpegQualityTest {
    /** The property that names a file with another picture to compare, with even width and height. */
    private static final String PICTURE = "framelog.picture";

    @ParameterizedTest
    @ValueSource(ints = {30, 50, 65, 80, 90, 95})
    void sizeAndNoiseAreThoseOfLibjpeg(int quality) throws Exception {
        String file = System.getProperty(PICTURE);
        BufferedImage picture = file == null ? detailed() : ImageIO.read(new File(file));
        byte[] theirs = libjpeg(picture, quality);
        byte[] ours = framelog(picture, quality);
        double theirNoise = psnr(picture, theirs);
        double ourNoise = psnr(picture, ours);
        System.out.printf(
                "quality %d: %d bytes, %.1f dB; libjpeg %d bytes, %.1f dB%n",
                quality, ours.length, ourNoise, theirs.length, theirNoise);
        assertEquals(theirNoise, ourNoise, 0.7, "dB");
        double share = (double) ours.length / theirs.length;
        assertTrue(share > 0.85 && share < 1.03, share + " of libjpeg's bytes");
    }

    /** Smooth areas, edges and fine grain, as in real pictures. The grain is the same in every run. */
    private static BufferedImage detailed() {
        BufferedImage picture = SmoothPicture.colour(640, 480);
        long seed = 1;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                seed = seed * 6364136223846793005L + 1442695040888963407L;
                int grain = (int) (seed >>> 62);
                boolean shape = (x / 37 + y / 29) % 3 == 0;
                int colour = picture.getRGB(x, y);
                int mixed = 0;
                for (int shift = 0; shift <= 16; shift += 8) {
                    int value = (colour >> shift & 0xFF) + grain + (shape ? -40 : 0);
                    mixed |= Math.max(0, Math.min(255, value)) << shift;
                }
                picture.setRGB(x, y, mixed);
            }
        }
        return picture;
    }

    private static double psnr(BufferedImage picture, byte[] jpeg) throws IOException {
        return SmoothPicture.psnr(picture, ImageIO.read(new ByteArrayInputStream(jpeg)));
    }

    private static byte[] libjpeg(BufferedImage picture, int quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality / 100f);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Encodes in 4:2:0 with JPEG's colours; chroma is averaged over two by two pixels, as libjpeg does. */
    private static byte[] framelog(BufferedImage picture, int quality) throws IOException, InterruptedException {
        AVFrame frame = avutil.av_frame_alloc();
        frame.width(picture.getWidth())
                .height(picture.getHeight())
                .format(avutil.AV_PIX_FMT_YUV420P)
                .color_range(avutil.AVCOL_RANGE_JPEG);
        avutil.av_frame_get_buffer(frame, 0);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                put(frame, 0, x, y, luma(picture.getRGB(x, y)));
            }
        }
        for (int y = 0; y < picture.getHeight() / 2; y++) {
            for (int x = 0; x < picture.getWidth() / 2; x++) {
                double blue = 0;
                double red = 0;
                for (int i = 0; i < 4; i++) {
                    int colour = picture.getRGB(2 * x + i % 2, 2 * y + i / 2);
                    blue += ((colour & 0xFF) - luma(colour)) / 1.772 / 4;
                    red += ((colour >> 16 & 0xFF) - luma(colour)) / 1.402 / 4;
                }
                put(frame, 1, x, y, 128 + blue);
                put(frame, 2, x, y, 128 + red);
            }
        }
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        try (ImageEncoder encoder =
                new ImageEncoder(new ImageSettings(ImageFormat.JPEG, quality, Optional.empty(), 1))) {
            ImageEncoder.Output output = (bytes, size, stamp) -> image.writeBytes(bytes);
            encoder.encode(frame, 0, output);
            encoder.finish(output);
        } finally {
            avutil.av_frame_free(frame);
        }
        return image.toByteArray();
    }

    /** JFIF 1.02. */
    private static double luma(int colour) {
        return 0.299 * (colour >> 16 & 0xFF) + 0.587 * (colour >> 8 & 0xFF) + 0.114 * (colour & 0xFF);
    }

    private static void put(AVFrame frame, int plane, int x, int y, double value) {
        byte rounded = (byte) Math.max(0, Math.min(255, Math.round(value)));
        frame.data(plane).put((long) y * frame.linesize(plane) + x, rounded);
    }
}
