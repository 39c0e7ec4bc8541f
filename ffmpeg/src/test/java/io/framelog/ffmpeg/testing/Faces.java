package io.framelog.ffmpeg.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Pictures with faces, and the model that finds them. The pictures are by Intel Corporation, under CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/): one frame each of two previews in intel-iot-devkit/sample-videos,
 * saved as JPEG and otherwise unchanged.
 */
public final class Faces {
    /** Three people who look at the camera, side by side: 480 by 270 pixels. */
    public static final Faces THREE = new Faces("three-faces.jpg");
    /** Two people with tilted heads: 480 by 270 pixels. */
    public static final Faces TWO_TILTED = new Faces("two-tilted-faces.jpg");

    private final String resource;

    private Faces(String resource) {
        this.resource = resource;
    }

    /** The JPEG. */
    public ByteBuffer jpeg() {
        try (InputStream file = Objects.requireNonNull(Faces.class.getResourceAsStream(resource), resource)) {
            return ByteBuffer.wrap(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The picture. */
    public BufferedImage picture() {
        try (InputStream file = Objects.requireNonNull(Faces.class.getResourceAsStream(resource), resource)) {
            return ImageIO.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Paints the left one of the three: 140 by 200 pixels. The middle of her face is at 68, 58; it is 58 wide. */
    public static void paintWoman(Graphics2D painter, int left, int top) {
        painter.drawImage(THREE.picture().getSubimage(15, 60, 140, 200), left, top, null);
    }

    /**
     * The model that bin/face-model gets. Without it, skips the calling test, or fails it if {@code
     * FRAMELOG_TEST_FACES=required}.
     */
    public static Path model() {
        String data = Optional.ofNullable(System.getenv("XDG_DATA_HOME"))
                .orElse(System.getProperty("user.home") + "/.local/share");
        Path file = Path.of(data, "framelog", "face_detection_full_range.tflite");
        boolean there = Files.isRegularFile(file);
        if (!there && "required".equals(System.getenv("FRAMELOG_TEST_FACES"))) {
            throw new AssertionError("FRAMELOG_TEST_FACES=required, but there is no " + file + ": run bin/face-model");
        }
        assumeTrue(there, "skipped: bin/face-model has not put the model into its place");
        return file;
    }
}
