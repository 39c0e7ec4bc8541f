package io.framelog.viewer.detect;

import io.framelog.ffmpeg.FFmpegException;
import io.framelog.ffmpeg.PictureTooLargeException;
import io.framelog.ffmpeg.Thumbnailer;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The picture that shows an event best, for people who are told of it later: a small JPEG that is a part of the event,
 * and so is there when the frames are gone. For one thread.
 */
final class BestPicture {
    /** Of the JPEG, on libjpeg's scale. */
    static final int QUALITY = 75;
    /** The most bytes of the JPEG. */
    static final int MOST_BYTES = 32 * 1024;

    /** Smaller ones follow if this one has too many bytes. */
    private static final int WIDTH = 480;

    private static final int LEAST_WIDTH = 60;
    /** A larger image is reduced at once, a smaller one only if it is still the best at the end. */
    private static final int MOST_KEPT_BYTES = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(BestPicture.class);

    private final Thumbnailer thumbnailer;
    private @Nullable ImageFormat format;
    private byte @Nullable [] image;
    private byte @Nullable [] made;

    /** @param thumbnailer with {@link #QUALITY} */
    BestPicture(Thumbnailer thumbnailer) {
        this.thumbnailer = thumbnailer;
    }

    /** Keeps the picture of this frame instead of the one before. */
    void keep(Frame frame) {
        clear();
        ByteBuffer its = frame.image();
        if (its.remaining() > MOST_KEPT_BYTES) {
            made = reduce(frame.format(), its);
        } else {
            byte[] copy = new byte[its.remaining()];
            its.duplicate().get(copy);
            format = frame.format();
            image = copy;
        }
    }

    /** The picture as a small JPEG; empty if there is none. It is forgotten. */
    Optional<byte[]> take() {
        byte[] kept = image;
        Optional<byte[]> jpeg =
                Optional.ofNullable(kept == null || format == null ? made : reduce(format, ByteBuffer.wrap(kept)));
        clear();
        return jpeg;
    }

    private void clear() {
        image = null;
        made = null;
    }

    private byte @Nullable [] reduce(ImageFormat its, ByteBuffer bytes) {
        try {
            Optional<ImageSize> size = ImageSize.read(its, bytes);
            for (int width = WIDTH; size.isPresent() && width >= LEAST_WIDTH; width /= 2) {
                Optional<byte[]> jpeg = thumbnailer.make(its, bytes, size.get(), width);
                if (jpeg.isEmpty() || jpeg.get().length <= MOST_BYTES) {
                    return jpeg.orElse(null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (PictureTooLargeException | FFmpegException e) {
            LOG.debug("an event has no picture: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("an event has no picture", e);
        }
        return null;
    }
}
