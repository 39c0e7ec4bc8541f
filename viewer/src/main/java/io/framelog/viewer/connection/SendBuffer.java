package io.framelog.viewer.connection;

/**
 * How much of a stream the system may hold for a connection. Left to itself it holds seconds of it for a slow client, who then
 * sees old frames; too little, and a distant client cannot be filled.
 *
 * @param fixed bytes; 0 to go by the frames' size, negative to leave it to the system
 */
public record SendBuffer(int fixed) {
    /** Goes by the frames' size. */
    public static final SendBuffer BY_FRAME = new SendBuffer(0);

    /** The least that goes by the frames' size. */
    static final int SMALLEST = 64 * 1024;
    /** The most. */
    static final int LARGEST = 1024 * 1024;

    /**
     * The size to set before a part is written: twice the part, so that one can be filled in while one is on its way.
     *
     * @param present the size that was set before; it stays unless it is too small, or far too large
     */
    int sizeFor(int part, int present) {
        if (fixed != 0) {
            return Math.max(fixed, 0);
        }
        int wanted = (int) Math.min(LARGEST, Math.max(SMALLEST, 2L * part));
        return wanted > present || wanted < present / 4 ? wanted : present;
    }
}
