package io.framelog.publisher;

import io.framelog.ffmpeg.ImageSettings;
import io.framelog.ffmpeg.Interrupt;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.publisher.encode.FrameMaker;
import io.framelog.publisher.encode.RecordedTimeline;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.source.MediaSource;
import io.framelog.publisher.source.SourceOpener;
import io.framelog.publisher.source.SourceOptions;
import io.framelog.publisher.source.SourceSpec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;

/** What becomes of a file, all the way but Kafka. */
final class Published {
    private static final int QUALITY = 95;

    private Published() {}

    /** All frames of a file in its own size and rate. */
    static List<Frame> frames(Path file, ImageFormat format) throws Exception {
        return frames(file, format, Optional.empty(), OptionalDouble.empty());
    }

    /** The frames that would be sent of a file, at a quality of 95. */
    static List<Frame> frames(Path file, ImageFormat format, Optional<ImageSize> wanted, OptionalDouble rate)
            throws Exception {
        List<Frame> frames = new ArrayList<>();
        try (Interrupt interrupt = new Interrupt();
                MediaSource source = new SourceOpener(
                                new SourceSpec.Recording(file),
                                new SourceOptions(wanted, rate, format == ImageFormat.JPEG),
                                interrupt)
                        .open();
                FrameMaker maker = new FrameMaker(
                        StreamName.DEFAULT,
                        "run",
                        new ImageSettings(format, QUALITY, wanted, 1),
                        rate,
                        new RecordedTimeline(Clock.systemUTC(), Double.POSITIVE_INFINITY),
                        new PublishStats(),
                        frames::add)) {
            maker.readToEnd(source);
        }
        return frames;
    }

    /** A frame, decoded by the JDK. */
    static BufferedImage decode(Frame frame) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes(frame)));
        if (picture.getRaster().getNumBands() > 1) {
            return picture;
        }
        // getRGB() takes greys for light's own scale and not for the screen's.
        BufferedImage colour = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                colour.setRGB(x, y, 0x010101 * picture.getRaster().getSample(x, y, 0));
            }
        }
        return colour;
    }

    /** A frame as it would be sent. */
    static byte[] bytes(Frame frame) {
        byte[] bytes = new byte[frame.image().remaining()];
        frame.image().get(frame.image().position(), bytes);
        return bytes;
    }
}
