package io.framelog.publisher.mjpeg;

/**
 * Finds the end of a JPEG that is still arriving, by its structure (ITU T.81, annex B): an EOI that is not inside a
 * segment, or, if the EOI is missing, the next delimiter or the next SOI. Stray bytes between segments are skipped, as
 * libjpeg does. For one thread.
 */
final class JpegScanner {
    /** The end is not there yet. */
    static final int UNKNOWN = -1;

    private static final int CONTINUE = 0;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int TEM = 0x01;

    private final Delimiter delimiter;
    private int at;
    private boolean sawSegment;
    private boolean complete;

    /** @param delimiter ends a picture without EOI */
    JpegScanner(Delimiter delimiter) {
        this.delimiter = delimiter;
    }

    /** A picture begins with the SOI at a place. */
    void begin(int soi) {
        at = soi + 2;
        sawSegment = false;
        complete = false;
    }

    /** Whether the end that was found is an EOI. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Continues.
     *
     * @param limit how many bytes have arrived
     * @return where the picture ends, or {@link #UNKNOWN}
     */
    int scan(byte[] data, int limit) {
        while (true) {
            int next = at;
            while (next < limit && data[next] != (byte) 0xFF && data[next] != '\n') {
                next++;
            }
            at = next;
            if (next >= limit - 1) {
                return UNKNOWN;
            }
            int end = data[next] == '\n' ? line(data, limit) : marker(data, data[next + 1] & 0xFF, limit);
            if (end != CONTINUE) {
                return end;
            }
        }
    }

    private int line(byte[] data, int limit) {
        return switch (delimiter.at(data, at + 1, limit)) {
            case YES -> data[at - 1] == '\r' ? at - 1 : at;
            case MORE -> UNKNOWN;
            case NO -> {
                at++;
                yield CONTINUE;
            }
        };
    }

    /** Steps over a marker and its segment. */
    private int marker(byte[] data, int marker, int limit) {
        if (marker == 0xFF) { // a fill byte
            at++;
            return CONTINUE;
        }
        boolean standsAlone = marker == 0 || marker == TEM || (marker >= 0xD0 && marker <= 0xD7);
        if (standsAlone) {
            at += 2;
            return CONTINUE;
        }
        if (marker == EOI) {
            complete = true;
            return at + 2;
        }
        if (marker == SOI) {
            if (sawSegment) {
                return at;
            }
            at += 2; // some cameras send it twice
            return CONTINUE;
        }
        if (at + 3 >= limit) {
            return UNKNOWN;
        }
        sawSegment = true;
        int length = (data[at + 2] & 0xFF) << 8 | (data[at + 3] & 0xFF);
        at += 2 + (length < 2 ? 0 : length);
        return CONTINUE;
    }
}
