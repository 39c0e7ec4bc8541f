package io.framelog.ffmpeg;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Decodes images to pictures in colours. Each image may have another format and size. For one thread. */
public final class ColourDecoder implements AutoCloseable {
    /** FFmpeg's JPEG decoder halves larger pictures while decoding. */
    private static final ImageSize LEAST = new ImageSize(ColourPicture.LONGEST_SIDE, ColourPicture.LONGEST_SIDE / 2);

    private final StillDecoder decoder = new StillDecoder(Optional.of(LEAST));
    private final ColourPicture picture = new ColourPicture();

    /**
     * Decodes an image.
     *
     * @param image from position to limit; not moved
     * @return valid until the next call; empty if the image is damaged
     * @throws PictureTooLargeException if decoding would cost too much; the next image can be decoded
     * @throws FFmpegException if FFmpeg fails for another reason than the image
     */
    public Optional<ColourPicture> decode(ImageFormat format, ByteBuffer image)
            throws IOException, InterruptedException {
        return decoder.decode(format, image, picture::take) ? Optional.of(picture) : Optional.empty();
    }

    @Override
    public void close() {
        decoder.close();
        picture.close();
    }
}
