package io.framelog.publisher.source;

import io.framelog.ffmpeg.PictureTooLargeException;
import io.framelog.ffmpeg.StillDecoder;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
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
        if (format == ImageFormat.JPEG && passes(image)) {
            sink.jpeg(image, MediaSink.NO_TIME);
        } else {
            decode(format, image, sink);
        }
        return true;
    }

    private void decode(ImageFormat format, ByteBuffer image, MediaSink sink) throws IOException, InterruptedException {
        try {
            if (!decoder.decode(format, image, picture -> sink.picture(picture, MediaSink.NO_TIME))) {
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
        return options.takesJpeg() && (wanted.isEmpty() || wanted.equals(ImageSize.read(ImageFormat.JPEG, jpeg)));
    }

    @Override
    public void close() {
        pictures.close();
        decoder.close();
    }
}
