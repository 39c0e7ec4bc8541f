package io.framelog.viewer.connection;

/**
 * How many bytes the system may hold for a connection (SO_SNDBUF). The system's own choice holds seconds of a stream
 * for a slow client, which then sees old frames; with too few bytes, a distant client cannot use its bandwidth.
 *
 * @param fixed bytes; 0 to follow the frames' size, negative for the system's choice
 */
public record SendBuffer(int fixed) {
    /** Follows the frames' size. */
    public static final SendBuffer BY_FRAME = new SendBuffer(0);

    /** The smallest size in bytes when it follows the frames. */
    static final int SMALLEST = 64 * 1024;
    /** The largest size in bytes when it follows the frames. */
    static final int LARGEST = 1024 * 1024;

    /**
     * The size to set before a write: twice its length, so that one write can be filled in while another is on its way.
     *
     * @param length the write's length in bytes
     * @param present the size that was set last; it stays unless it is too small or far too large
     */
    int sizeFor(int length, int present) {
        if (fixed != 0) {
            return Math.max(fixed, 0);
        }
        int wanted = (int) Math.min(LARGEST, Math.max(SMALLEST, 2L * length));
        return wanted > present || wanted < present / 4 ? wanted : present;
    }
}
