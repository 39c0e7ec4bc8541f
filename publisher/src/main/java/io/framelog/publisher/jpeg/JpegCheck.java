package io.framelog.publisher.jpeg;

import io.framelog.frame.ImageSize;
import io.framelog.frame.JpegHead;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Checks a camera's JPEG without decoding it. It must be complete. Missing Huffman tables, which browsers need and many
 * cameras leave out, are added. Stateless and thread-safe.
 */
public final class JpegCheck {
    private static final int EOI = 0xD9;

    /**
     * A JPEG that can be passed on.
     *
     * @param image the camera's bytes, and the tables if they were missing
     * @param size in pixels
     */
    public record Valid(ByteBuffer image, ImageSize size) {}

    /**
     * Checks a JPEG and copies it out of the source's memory.
     *
     * @param image from position to limit
     * @return empty if the JPEG is incomplete or its header is damaged
     */
    public Optional<Valid> check(ByteBuffer image) {
        return JpegHead.read(image).filter(head -> isComplete(image, head)).flatMap(head -> head.size()
                .map(size -> new Valid(ByteBuffer.wrap(copy(image, head)), size)));
    }

    /** Whether a JPEG is complete. */
    public boolean isComplete(ByteBuffer image) {
        return JpegHead.read(image).filter(head -> isComplete(image, head)).isPresent();
    }

    /** Inside a scan, 0xFF is always followed by 0 or a restart marker, so an EOI is the end (T.81, B.1.1.5). */
    private static boolean isComplete(ByteBuffer image, JpegHead head) {
        for (int at = image.limit() - 2; at > image.position() + head.scanOffset(); at--) {
            if ((image.get(at) & 0xFF) == 0xFF && (image.get(at + 1) & 0xFF) == EOI) {
                return true;
            }
        }
        return false;
    }

    private static byte[] copy(ByteBuffer image, JpegHead head) {
        int length = image.remaining();
        int start = image.position();
        if (head.hasHuffmanTables()) {
            byte[] copy = new byte[length];
            image.get(start, copy);
            return copy;
        }
        byte[] tables = HuffmanTables.STANDARD;
        byte[] copy = new byte[length + tables.length];
        image.get(start, copy, 0, head.scanOffset());
        System.arraycopy(tables, 0, copy, head.scanOffset(), tables.length);
        image.get(start + head.scanOffset(), copy, head.scanOffset() + tables.length, length - head.scanOffset());
        return copy;
    }
}
