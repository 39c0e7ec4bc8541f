package io.framelog.publisher;

import io.framelog.ffmpeg.ImageSettings;
import io.framelog.ffmpeg.Interrupt;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.publisher.encode.EvenRate;
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

/** The frames that the publisher makes from a file, without Kafka. */
final class Published {
    private static final int QUALITY = 95;

    private Published() {}

    /** All frames of a file, with its own size and rate. */
    static List<Frame> frames(Path file, ImageFormat format) throws Exception {
        return frames(file, format, Optional.empty(), OptionalDouble.empty());
    }

    /** The frames of a file, at quality 95. */
    static List<Frame> frames(Path file, ImageFormat format, Optional<ImageSize> wanted, OptionalDouble rate)
            throws Exception {
        List<Frame> frames = new ArrayList<>();
        try (MediaSource source = new SourceOpener(
                                new SourceSpec.Recording(file),
                                new SourceOptions(wanted, rate, Optional.empty(), format == ImageFormat.JPEG),
                                new Interrupt())
                        .open();
                FrameMaker maker = new FrameMaker(
                        StreamName.DEFAULT,
                        "run",
                        new ImageSettings(format, QUALITY, wanted, 1),
                        new EvenRate(rate),
                        new RecordedTimeline(Clock.systemUTC(), Double.POSITIVE_INFINITY, Long.MAX_VALUE),
                        new PublishStats(),
                        frames::add)) {
            maker.readToEnd(source);
        }
        return frames;
    }

    /** Decodes a frame with the JDK. */
    static BufferedImage decode(Frame frame) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes(frame)));
        if (picture.getRaster().getNumBands() > 1) {
            return picture;
        }
        // getRGB() treats greys as linear and not as sRGB.
        BufferedImage colour = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                colour.setRGB(x, y, 0x010101 * picture.getRaster().getSample(x, y, 0));
            }
        }
        return colour;
    }

    /** The bytes of a frame as they would be sent. */
    static byte[] bytes(Frame frame) {
        byte[] bytes = new byte[frame.image().remaining()];
        frame.image().get(frame.image().position(), bytes);
        return bytes;
    }
}
