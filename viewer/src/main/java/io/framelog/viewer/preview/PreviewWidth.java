package io.framelog.viewer.preview;

import io.framelog.frame.ImageSize;
import io.framelog.viewer.part.Part;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The widths of reduced pictures. There are few, so that clients with windows of any size share pictures. */
final class PreviewWidth {
    /** A card of the page, a wall of few streams, a large picture on a small screen. */
    private static final int[] WIDTHS = {320, 640, 1280};

    private PreviewWidth() {}

    /**
     * The next of these widths.
     *
     * @param asked in pixels
     * @return empty if all are narrower: then the full size is shown
     */
    static OptionalInt atLeast(int asked) {
        return IntStream.of(WIDTHS).filter(width -> width >= asked).findFirst();
    }

    /** Whether a frame is shown in no more than a width; false if its width is not known. */
    static boolean fits(Part part, int width) {
        return ImageSize.readUpright(part.format(), part.image())
                .map(size -> size.width() <= width)
                .orElse(false);
    }

    /** All of them, for messages. */
    static String all() {
        return Arrays.toString(WIDTHS);
    }
}
