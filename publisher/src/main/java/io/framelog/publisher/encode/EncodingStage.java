package io.framelog.publisher.encode;

import io.framelog.ffmpeg.ImageEncoder;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Encodes pictures: on the thread that reads them ({@link #immediate}), or on another ({@link EncodingThread}). */
interface EncodingStage extends AutoCloseable {
    /**
     * Encodes a picture.
     *
     * @param picture valid during the call
     * @param stamp passed on with the image
     * @throws IOException if this picture or an earlier one cannot be encoded
     */
    void encode(AVFrame picture, long stamp) throws IOException, InterruptedException;

    /** Passes on the images that are still in the encoder. */
    void finish() throws IOException, InterruptedException;

    @Override
    void close();

    /** Encodes each picture before the next is read, which has the lowest latency for a live source. */
    static EncodingStage immediate(ImageEncoder encoder, ImageEncoder.Output output) {
        return new EncodingStage() {
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
