package io.framelog.publisher.encode;

import io.framelog.ffmpeg.ImageEncoder;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Where pictures become images: in the thread that reads them ({@link #atOnce}), or beside it ({@link EncodingThread}). */
interface PictureStage extends AutoCloseable {
    /**
     * Takes a picture.
     *
     * @param picture valid during the call
     * @param stamp comes back with the image
     * @throws IOException if this picture, or one before it, cannot be encoded
     */
    void encode(AVFrame picture, long stamp) throws IOException, InterruptedException;

    /** Hands on every image still inside. */
    void finish() throws IOException, InterruptedException;

    @Override
    void close();

    /** Encodes each picture before the next is read: nothing is quicker for a live source. */
    static PictureStage atOnce(ImageEncoder encoder, ImageEncoder.Output output) {
        return new PictureStage() {
            @Override
            public void encode(AVFrame picture, long stamp) throws IOException, InterruptedException {
                encoder.encode(picture, stamp, output);
            }

            @Override
            public void finish() throws IOException, InterruptedException {
                encoder.finish(output);
            }

            @Override
            public void close() {
                encoder.close();
            }
        };
    }
}
