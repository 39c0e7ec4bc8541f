package io.framelog.publisher.jpeg;

import io.framelog.frame.ImageSize;
import io.framelog.frame.JpegHead;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes sure of a camera's JPEG without decoding it: whole, or not at all; and with the Huffman tables that browsers need but
 * many cameras leave out. Without state.
 */
public final class JpegCheck {
    private static final int EOI = 0xD9;

    /**
     * A JPEG that can be passed on.
     *
     * @param image the camera's bytes, unchanged but for tables that were missing
     * @param size in pixels
     */
    public record Sound(ByteBuffer image, ImageSize size) {}

    /**
     * Copies a JPEG out of the source's memory.
     *
     * @param image from position to limit
     * @return empty where it is cut short or damaged in its head
     */
    public Optional<Sound> check(ByteBuffer image) {
        return JpegHead.read(image).filter(head -> isWhole(image, head)).flatMap(head -> head.size()
                .map(size -> new Sound(ByteBuffer.wrap(copy(image, head)), size)));
    }

    /** Whether a JPEG goes on to its end. */
    public boolean isWhole(ByteBuffer image) {
        return JpegHead.read(image).filter(head -> isWhole(image, head)).isPresent();
    }

    /** In a scan's data 0xFF is always followed by a zero or a restart marker, so an EOI there is the end (T.81, B.1.1.5). */
    private static boolean isWhole(ByteBuffer image, JpegHead head) {
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
