package io.framelog.publisher.source;

import io.framelog.ffmpeg.PictureTooLargeException;
import io.framelog.ffmpeg.StillDecoder;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.publisher.jpeg.JpegCheck;
import io.framelog.publisher.mjpeg.Pictures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Pictures that come by HTTP. JPEGs are passed on as they are if the options allow it; all else is decoded. */
final class HttpSource implements MediaSource {
    private final Pictures pictures;
    private final SourceOptions options;
    private final StillDecoder decoder;
    private final JpegCheck check = new JpegCheck();
    /** After one picture of a recording was decoded, all are, so that they stay in order. */
    private boolean decodesAll;

    HttpSource(Pictures pictures, SourceOptions options) {
        this.pictures = pictures;
        this.options = options;
        decoder = new StillDecoder(options.size());
    }

    @Override
    public boolean isLive() {
        return pictures.isLive();
    }

    @Override
    public OptionalLong duration() {
        return OptionalLong.empty();
    }

    @Override
    public long frameInterval() {
        return pictures.frameInterval();
    }

    @Override
    public boolean advance(MediaSink sink) throws IOException, InterruptedException {
        @Nullable ByteBuffer image = next();
        if (image == null) {
            return false;
        }
        ImageFormat format = ImageFormat.detect(image).orElse(ImageFormat.JPEG);
        if (format == ImageFormat.JPEG) {
            passJpeg(image, sink);
        } else {
            decode(format, image, ImageSize.read(format, image), sink);
        }
        return true;
    }

    private void passJpeg(ByteBuffer image, MediaSink sink) throws IOException, InterruptedException {
        Optional<ImageSize> fields = check.sizeOfFields(image);
        if (fields.isPresent()) {
            decode(ImageFormat.JPEG, image, fields, sink);
        } else if (!decodesAll && passes(image)) {
            sink.jpeg(image, MediaSink.NO_TIME);
        } else if (check.check(image) instanceof JpegCheck.Valid valid) {
            decode(ImageFormat.JPEG, valid.image(), ImageSize.read(ImageFormat.JPEG, valid.image()), sink);
        } else {
            sink.damaged(check.fault(image));
        }
    }

    private void decode(ImageFormat format, ByteBuffer image, Optional<ImageSize> size, MediaSink sink)
            throws IOException, InterruptedException {
        decodesAll |= !isLive();
        try {
            if (!decoder.decode(format, image, size, picture -> sink.picture(picture, MediaSink.NO_TIME))) {
                sink.damaged("it cannot be decoded");
            }
        } catch (PictureTooLargeException e) {
            sink.damaged(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable ByteBuffer next() throws SourceException, InterruptedException {
        try {
            return pictures.next();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new SourceException(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean passes(ByteBuffer jpeg) {
        Optional<ImageSize> wanted = options.size();
        return options.takesJpeg()
                && (wanted.isEmpty() || wanted.equals(ImageSize.readUpright(ImageFormat.JPEG, jpeg)));
    }

    @Override
    public void close() {
        pictures.close();
        decoder.close();
    }
}
