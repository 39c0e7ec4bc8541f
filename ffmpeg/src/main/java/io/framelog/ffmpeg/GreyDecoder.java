package io.framelog.ffmpeg;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes images to reduced grey pictures. FFmpeg's JPEG decoder halves the size while decoding, which takes half the
 * time or less. Images of streams with other sizes may come in any order: a decoder is kept for each of the last sizes.
 * For one thread.
 */
public final class GreyDecoder implements AutoCloseable {
    private static final int MOST_DECODERS = 8;

    private final int longestSide;
    private final Map<ImageSize, Session> sessions = new LinkedHashMap<>(2 * MOST_DECODERS, 0.75f, true);

    private record Session(StillDecoder decoder, GreyPicture picture) implements AutoCloseable {
        @Override
        public void close() {
            decoder.close();
            picture.close();
        }
    }

    /** @param longestSide of width and height of the reduced pictures in pixels, even */
    public GreyDecoder(int longestSide) {
        this.longestSide = longestSide;
    }

    /**
     * Decodes an image.
     *
     * @param image from position to limit; not moved
     * @return valid until the next call; empty if the image is damaged
     * @throws PictureTooLargeException if decoding would cost too much; the next image can be decoded
     * @throws FFmpegException if FFmpeg fails for another reason than the image
     */
    public Optional<GreyPicture> decode(ImageFormat format, ByteBuffer image) throws IOException, InterruptedException {
        Optional<ImageSize> size = ImageSize.read(format, image);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        Session session = session(size.get());
        boolean decoded = session.decoder().decode(format, image, session.picture()::take);
        return decoded ? Optional.of(session.picture()) : Optional.empty();
    }

    private Session session(ImageSize size) {
        Session known = sessions.get(size);
        if (known != null) {
            return known;
        }
        if (sessions.size() == MOST_DECODERS) {
            var oldest = sessions.entrySet().iterator();
            oldest.next().getValue().close();
            oldest.remove();
        }
        ImageSize reduced = ReducedPicture.reduced(size, longestSide);
        Session made = new Session(new StillDecoder(Optional.of(reduced)), new GreyPicture(longestSide));
        sessions.put(size, made);
        return made;
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
        sessions.clear();
    }
}
