package io.framelog.ffmpeg;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.util.Optional;

/**
 * How pictures are encoded.
 *
 * @param format of the images
 * @param quality of JPEGs, 1 to 100, on libjpeg's scale
 * @param size of the images; empty for the pictures' own size
 * @param threads how many pictures are encoded in parallel, 0 to 64. Each thread after the first adds a delay of one
 *     picture. With 0, the reading thread encodes each picture before it reads the next
 */
public record ImageSettings(ImageFormat format, int quality, Optional<ImageSize> size, int threads) {
    /** @throws IllegalArgumentException if the quality or the number of threads is out of range */
    public ImageSettings {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("quality must be between 1 and 100, not " + quality);
        }
        if (threads < 0 || threads > 64) {
            throw new IllegalArgumentException("threads must be between 0 and 64, not " + threads);
        }
    }

    /** The same settings without encoding threads, for a live source. */
    public ImageSettings withoutDelay() {
        return new ImageSettings(format, quality, size, 0);
    }
}
