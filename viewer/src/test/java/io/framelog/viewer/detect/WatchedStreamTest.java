package io.framelog.viewer.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.detection.motion.Workspace;
import io.framelog.ffmpeg.GreyDecoder;
import io.framelog.ffmpeg.GreyPicture;
import io.framelog.ffmpeg.Thumbnailer;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedStreamTest {
    private static final StreamName FRONT = new StreamName("front");

    private final WatchedStream stream = new WatchedStream(
            WatchRule.NONE.settings(),
            new FindingEvents(FRONT, 0, false),
            new Thumbnailer(BestPicture.QUALITY),
            event -> {});

    /** Frames of 10 a second, from a millisecond on, and what is to be done with them. */
    private Map<WatchedStream.Wish, Integer> film(int begin, int count, double factor) throws Exception {
        Map<WatchedStream.Wish, Integer> wishes = new EnumMap<>(WatchedStream.Wish.class);
        byte[] jpeg = Images.bytes(Images.jpeg(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB)));
        try (GreyDecoder decoder = new GreyDecoder(Workspace.LONGEST_SIDE)) {
            GreyPicture picture =
                    decoder.decode(ImageFormat.JPEG, ByteBuffer.wrap(jpeg)).orElseThrow();
            Workspace work =
                    new Workspace(picture.size().width(), picture.size().height());
            for (int i = 0; i < count; i++) {
                long micros = 1000L * (begin + 100 * i);
                WatchedStream.Wish wish = stream.wish(micros, factor);
                wishes.merge(wish, 1, Integer::sum);
                if (wish == WatchedStream.Wish.LOOK) {
                    Frame frame = new Frame(
                            FRONT,
                            ImageFormat.JPEG,
                            ByteBuffer.wrap(jpeg),
                            micros,
                            Optional.empty(),
                            Optional.empty(),
                            Stages.UNKNOWN);
                    stream.look(work, picture, frame, i);
                }
            }
        }
        return wishes;
    }

    @Test
    void looksAtFivePicturesASecond() throws Exception {
        assertEquals(Map.of(WatchedStream.Wish.LOOK, 50, WatchedStream.Wish.NOTHING, 50), film(10_000, 100, 1));
    }

    @Test
    void countsWhatItLeavesOutToFollow() throws Exception {
        assertEquals(
                Map.of(WatchedStream.Wish.LOOK, 10, WatchedStream.Wish.SKIP, 40, WatchedStream.Wish.NOTHING, 50),
                film(10_000, 100, 5));
    }

    @Test
    void goesOnWhenTheClockIsSetBack() throws Exception {
        var unusedWishes = film(100_000, 10, 1);

        assertEquals(Map.of(WatchedStream.Wish.LOOK, 5, WatchedStream.Wish.NOTHING, 5), film(10_000, 10, 1));
    }
}
