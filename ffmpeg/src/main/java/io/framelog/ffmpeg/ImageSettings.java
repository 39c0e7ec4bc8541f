package io.framelog.ffmpeg;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.util.Optional;

/**
 * How pictures become images.
 *
 * @param format of the images
 * @param quality of JPEGs, 1 to 100, on libjpeg's scale
 * @param size of the images; empty for the pictures' own
 * @param threads how many pictures are encoded side by side, beside the reading thread; each beyond the first delays by one
 *     picture. 0: the reading thread encodes each before it reads on
 */
public record ImageSettings(ImageFormat format, int quality, Optional<ImageSize> size, int threads) {
    /** @throws IllegalArgumentException if the quality is not 1 to 100 or threads is not 0 to 64 */
    public ImageSettings {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("a quality of " + quality + " is outside 1 to 100");
        }
        if (threads < 0 || threads > 64) {
            throw new IllegalArgumentException(threads + " threads are outside 0 to 64");
        }
    }

    /** The same, at once: for a live source. */
    public ImageSettings withoutDelay() {
        return new ImageSettings(format, quality, size, 0);
    }
}
