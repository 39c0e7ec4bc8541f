package io.framelog.publisher.mjpeg;

import io.framelog.publisher.mjpeg.Delimiter.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts JPEGs out of a body, whether it has parts or one JPEG comes behind the other. The JPEGs themselves say where
 * they begin and end, because what cameras write around them is often wrong. A part's Content-Length is a hint that
 * saves looking at every byte. A complete JPEG is passed on before anything behind it has come. For one thread.
 */
final class PictureReader {
    /** More than this without a JPEG is no Motion JPEG. */
    static final int MAX_SKIPPED_BYTES = 32_000_000;

    private static final int NONE = Window.NONE;
    /** What the Content-Length of parts has turned out to be. */
    private enum Lengths {
        UNKNOWN,
        RIGHT,
        WRONG
    }

    private final Window window;
    private final Delimiter delimiter;
    private final PartHead head;
    private final JpegScanner scanner;
    private final SecondField secondField;
    private Lengths lengths = Lengths.UNKNOWN;
    private boolean hasParts;
    private long pictures;
    /** Up to here, what is behind the present picture was compared with the delimiter. */
    private int compared;

    /** @param boundary what is declared to stand between the parts; empty if it is not known */
    PictureReader(Window window, String boundary) {
        this(window, boundary, false);
    }

    /** @param isOnePicture whether all of the body is one picture, perhaps in two fields */
    PictureReader(Window window, String boundary, boolean isOnePicture) {
        this.window = window;
        delimiter = new Delimiter(boundary);
        head = new PartHead(delimiter);
        scanner = new JpegScanner(delimiter);
        secondField = new SecondField(window, delimiter, isOnePicture);
    }

    /** How many pictures there were. */
    long pictures() {
        return pictures;
    }

    /**
     * Reads the next picture.
     *
     * @return valid until the next call; null at the end of the body
     */
    @Nullable ByteBuffer next() throws IOException {
        window.compact();
        int soi = findPicture();
        return soi == NONE ? null : readPicture(soi);
    }

    /** Whether another picture begins within the next bytes. Does not affect the present one. */
    boolean isFollowed(int bytes) throws IOException {
        int from = window.start();
        while (true) {
            int soi = window.indexOfSoi(from);
            if (soi != NONE) {
                return true;
            }
            from = Math.max(window.start(), window.end() - 2);
            if (window.end() - window.start() > bytes || !window.fill()) {
                return false;
            }
        }
    }

    private int findPicture() throws IOException {
        int from = window.start();
        long skipped = 0;
        while (true) {
            int soi = window.indexOfSoi(from);
            if (soi != NONE) {
                head.read(window.data(), window.start(), soi);
                if (!hasParts || head.isThere()) {
                    return soi;
                }
                from = soi + 2; // behind a part's picture, such as the second one of a phone's camera
                window.discardTo(from);
                continue;
            }
            int surplus = window.end() - window.start() - PartHead.MAX_BYTES;
            if (surplus > 0) {
                skipped += surplus;
                if (skipped > MAX_SKIPPED_BYTES) {
                    throw new IOException("it sent " + skipped / 1_000_000 + " MB without a JPEG");
                }
                window.discardTo(window.start() + surplus);
                window.compact();
            }
            from = Math.max(window.start(), window.end() - 2);
            if (!window.fill()) {
                return NONE;
            }
        }
    }

    private @Nullable ByteBuffer readPicture(int soi) throws IOException {
        int told = toldEnd(soi);
        if (told != NONE && lengths == Lengths.RIGHT) {
            while (window.end() < told && window.fill()) {
                // Until the picture is there.
            }
            if (window.end() >= told && endsWithEoi(told)) {
                return take(soi, told, told);
            }
        }
        scanner.begin(soi);
        compared = soi;
        int end = JpegScanner.UNKNOWN;
        while (true) {
            if (end == JpegScanner.UNKNOWN) {
                end = scanner.scan(window.data(), window.end());
            }
            if (told != NONE && isWrong(told, end)) {
                lengths = Lengths.WRONG;
                told = NONE;
            }
            if (told == NONE && end != JpegScanner.UNKNOWN) {
                int whole = secondField.end(soi, end, head.isThere());
                return take(soi, whole, whole);
            }
            boolean isSure = lengths == Lengths.RIGHT || (end != JpegScanner.UNKNOWN && end <= told);
            if (told != NONE && window.end() >= told && isSure) {
                return takeTold(soi, told, end);
            }
            if (!window.fill()) {
                return takeRest(soi, told, end);
            }
        }
    }

    /** Where the picture ends by the head of its part. */
    private int toldEnd(int soi) {
        long told = (long) head.bodyStart() + head.length();
        boolean possible = head.length() > 0 && told > soi + 2 && told <= Window.MAX_BYTES;
        return lengths == Lengths.WRONG || !possible ? NONE : (int) told;
    }

    private boolean endsWithEoi(int end) {
        byte[] data = window.data();
        return data[end - 2] == (byte) 0xFF && data[end - 1] == (byte) 0xD9;
    }

    /** Compares the end that the part's head tells with the picture and with what follows. */
    private boolean isWrong(int told, int end) {
        if (end == told) {
            lengths = Lengths.RIGHT;
            return false;
        }
        if (end != JpegScanner.UNKNOWN && end < told) {
            return !scanner.isComplete() || isDelimited(end, told);
        }
        // The picture is longer, or cut and its last segment seems to reach into the next part.
        if (window.end() <= told) {
            return false;
        }
        Found follows =
                delimiter.at(window.data(), Delimiter.behindLineEnds(window.data(), told, window.end()), window.end());
        lengths = follows == Found.YES ? Lengths.RIGHT : lengths;
        return follows == Found.NO;
    }

    /** Whether the next part begins before the told end. Padding may stand there, or a second picture. */
    private boolean isDelimited(int end, int told) {
        byte[] data = window.data();
        int limit = Math.min(told, window.end());
        for (int at = Math.max(end, compared); at < limit; at++) {
            boolean isLine = at == end || data[at - 1] == '\n';
            if (isLine && delimiter.at(data, at, window.end()) == Found.YES) {
                return true;
            }
        }
        compared = Math.max(compared, limit - Delimiter.MAX_BYTES);
        return false;
    }

    /** Takes all of a part that holds a second picture, such as the other field; else what is behind is padding. */
    private ByteBuffer takeTold(int soi, int told, int end) {
        boolean isPadded = end != JpegScanner.UNKNOWN && end < told && !secondField.follows(end, told);
        return take(soi, isPadded ? end : told, told);
    }

    /** Nothing more will come, or nothing more fits in. A picture that a broken connection has cut is not taken. */
    private @Nullable ByteBuffer takeRest(int soi, int told, int end) {
        if (end != JpegScanner.UNKNOWN) {
            return take(soi, end, end);
        }
        boolean isAll = told != NONE && window.end() >= told;
        boolean counts = isAll || window.isFull() || window.isWhole() || pictures == 0;
        int last = isAll ? told : window.end();
        return counts ? take(soi, last, last) : null;
    }

    private ByteBuffer take(int soi, int end, int next) {
        hasParts |= head.isThere();
        pictures++;
        window.discardTo(next);
        return ByteBuffer.wrap(window.data(), soi, end - soi);
    }
}
